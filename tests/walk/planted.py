"""Errors to plant in the walk, one at a time: a name, the module of `sipabm.model`, a text, and what takes its place.

`SIPABM_PLANTED=NAME` in the environment makes the tests run with that error, interpreted (see `tests/conftest.py`).
"""

from typing import NamedTuple


class Error(NamedTuple):
    """A small change of the walk that some test must find; `text` stands once in the module."""

    module: str
    text: str
    instead: str


ERRORS = {
    # environment and funds
    "laws_of_the_first_area_only": Error("environment", "number, domain, quarter)", "number, 0, quarter)"),
    "one_labour_market_for_all": Error("environment", "Decision.LABOUR_MARKET, number", "Decision.LABOUR_MARKET, 0"),
    "everybody_votes": Error("environment", "if country.votes == 1:", "if True:"),
    "a_new_government_has_the_luck_of_its_turnover": Error(
        "environment", "parameters.heterogeneity, support)", "parameters.heterogeneity, turnover)"
    ),
    "growth_of_a_quarter_for_that_of_a_year": Error(
        "environment",
        "technology.yearly_growth(start, doubling, years,",
        "0.25 * technology.yearly_growth(start, doubling, years,",
    ),
    "repayment_forgotten_in_what_funds_carry": Error(
        "funds", "weight * negotiation.net_fund_share(fund.share, fund.repayment)", "weight * fund.share"
    ),
    "a_fund_of_any_country": Error("funds", "(fund.country == NOBODY or fund.country == country) and ", ""),
    "a_fund_gets_its_commitment_back_and_what_it_paid": Error(
        "funds", "project.fund_committed - contract.payment_fund + contract", "project.fund_committed + contract"
    ),
    "a_commitment_is_not_reserved": Error("funds", "    fund.remaining -= commitment\n", ""),
    # consideration and projects
    "news_of_the_world_are_not_divided_by_authorities": Error(
        "consideration", "rules.per_hundred(run.world_news, len(world.authorities))", "run.world_news"
    ),
    "nobody_waits_for_a_country_to_begin": Error("consideration", "if begun and free", "if free"),
    "authorities_look_at_areas_of_others": Error(
        "consideration", "not rules.in_charge(authority.areas, domain) or ", ""
    ),
    "capital_does_not_grow_with_size": Error(
        "consideration", "by_size(authority.relative_size, parameters.capital_by_size)", "1.0"
    ),
    "news_never_fade": Error(
        "consideration", "        authority.news = rules.news_left(authority.news, parameters.news_decay)\n", ""
    ),
    "who_has_left_looks_again": Error("consideration", " and authority.has_left == 0", ""),
    "calls_for_outcomes_pull_to_every_area": Error(
        "consideration", "country.fund_calls[domain] == 1", "country.fund_calls[0] == 1"
    ),
    "support_is_not_reckoned_with_before_the_start": Error(
        "consideration",
        "not_supported(authority.expected_cost, country.development_share[domain])",
        "authority.expected_cost",
    ),
    "a_grant_does_not_hold_to_the_end_of_an_attempt": Error(
        "consideration",
        "    project.development_share = world.countries[authority.country].development_share[domain]\n",
        "",
    ),
    "propensities_are_counted_without_what_is_known": Error(
        "consideration",
        "counts.propensity[lever] += own",
        "counts.propensity[lever] += world.parameters[0].lever_practice[lever]",
    ),
    "a_start_has_the_luck_of_another_area": Error(
        "consideration", "Decision.START, authority.identity, domain,", "Decision.START, authority.identity, 0,"
    ),
    "the_house_is_free": Error("consideration", "        pay(project, parameters.house_cost)\n", "        pass\n"),
    "investors_do_not_pay_for_early_meetings": Error(
        "consideration", "pay_partners(project, each, True)", "pay_partners(project, each, False)"
    ),
    "a_stage_has_the_luck_of_the_quarter": Error(
        "project", "identity, stage.value, project.started)", "identity, stage.value, quarter)"
    ),
    "costs_in_shares_are_paid_by_nobody": Error("project", "    project.cost_authority += own\n", ""),
    "the_authority_pays_what_a_fund_carries": Error(
        "project", "project.cost_authority += own", "project.cost_authority += of_capital(cost_share, project.capital)"
    ),
    # bending
    "a_lever_has_the_luck_of_another": Error(
        "bending", "authority.identity, lever, project.started)", "authority.identity, 0, project.started)"
    ),
    "a_policy_replaces_what_actors_do_by_themselves": Error(
        "bending",
        "max(policy, own)",
        "(policy if policy > 0.0 else own)",
    ),
    "a_policy_acts_in_all_areas": Error("bending", "parameters.lever_domains[lever]", "7"),
    "what_is_known_of_other_areas_counts_for_nothing": Error(
        "bending",
        "in_area, authority.known_attempts[domain], general, weight)",
        "in_area, authority.known_attempts[domain], 0.0, weight)",
    ),
    "what_disappointed_is_asked_for_again": Error(
        "bending", "rules.met_unanswered(met, event.used & (1 << lever) != 0)", "met"
    ),
    "all_attempts_are_known_as_social_ones": Error(
        "bending", "authority.known_attempts[event.domain] += weight", "authority.known_attempts[0] += weight"
    ),
    "use_is_not_noted": Error("bending", "        project.used |= 1 << lever\n", "        pass\n"),
    # support
    "a_fund_calls_until_it_closes": Error("funds", "fund.closes, parameters.last_call,", "fund.closes, 0.0,"),
    "support_comes_out_of_the_purse": Error("funds", "    if share > 0.0:", "    if share > 0.0 and weight > 0.0:"),
    "all_that_is_promised_reaches_an_attempt": Error(
        "funds", "world.parameters[0].development_support * fund.development_share", "fund.development_share"
    ),
    "a_fund_for_development_backs_projects": Error("funds", "if fund.share == 0.0 or not", "if not"),
    # look-ahead
    "without_a_case_ahead": Error(
        "autopsy", "        ahead |= judge_case(world, imagined).barriers\n", "        judge_case(world, imagined)\n"
    ),
    "without_mobilisation_ahead": Error(
        "autopsy", "        ahead |= mobilise(world, imagined)\n", "        mobilise(world, imagined)\n"
    ),
    "talks_are_never_imagined": Error("autopsy", "if not has_talked(project):", "if False:"),
    "what_is_imagined_happens": Error("autopsy", "imagined = world.imagined[0]", "imagined = project"),
    "imagined_investors_keep_their_tickets": Error(
        "autopsy", "            release_tickets(world, imagined)\n", "            pass\n"
    ),
    "what_stood_at_the_gate_lies_ahead_as_well": Error("autopsy", "ahead & ~project.barriers", "ahead"),
    "projects_lose_their_order": Error(
        "project",
        "        if outcome == Outcome.DEVELOPING:\n            world.active[kept] = slot",
        "        if outcome == Outcome.DEVELOPING:\n            world.active[kept] = world.active[0]",
    ),
    # search
    "the_third_trust_is_not_raised": Error(
        "search", "    project.trust_third = towards_one(project.trust_third, gain)\n", ""
    ),
    "strangers_trust_each_other_fully": Error(
        "search", "strangers = world.parameters[0].stranger_trust", "strangers = 1.0"
    ),
    "friends_of_friends_are_trusted_like_friends": Error(
        "search",
        "            score = partner_score(world, authority, provider.skill, trust)",
        "            trust = world.trust[world.tie_number[at]]\n"
        "            score = partner_score(world, authority, provider.skill, trust)",
    ),
    "the_last_of_equal_investors": Error(
        "search",
        "score = partner_score(world, authority, investor.competence, trust)\n            if score > best[0]",
        "score = partner_score(world, authority, investor.competence, trust)\n            if score >= best[0]",
    ),
    "a_provider_is_not_engaged": Error("search", "    engage_providers(world, project, 1)\n", ""),
    "a_tender_has_no_luck": Error("search", "world.parameters[0].tender_luck, luck)", "0.0, luck)"),
    "local_investors_lead": Error("search", " and investor.kind != InvestorKind.LOCAL", ""),
    "a_consortium_that_can_deliver_takes_another_partner": Error(
        "search", "            delivered += partner.delivery_size\n", ""
    ),
    "politics_is_never_spotted_early": Error(
        "search",
        "            barriers |= spotted_early(world, authority, project, Barrier.LOCAL_POLITICS)\n",
        "            pass\n",
    ),
    # business case
    "signal_without_pragmatic_uncertainty": Error(
        "business_case",
        "rules.case_signal(project.quality, left,",
        "rules.case_signal(project.quality, authority.certainty_asked,",
    ),
    "data_is_paid_twice": Error(
        "business_case",
        "    pay(project, case.competence_cost)\n",
        "    pay(project, case.competence_cost + case.data_cost)\n",
    ),
    "competence_is_tested_without_what_data_cost": Error(
        "business_case", "project.cost_share + data_cost, bought)", "project.cost_share, bought)"
    ),
    "support_is_forgotten_by_the_budget": Error(
        "business_case",
        "exceeds_budget(world, authority, not_supported(spent, support), not_supported(cost, support))",
        "exceeds_budget(world, authority, spent, cost)",
    ),
    "no_data_show_cash": Error("business_case", "        project.cashable_only == 1,\n", "        False,\n"),
    "data_show_only_what_comes_at_once": Error(
        "business_case",
        "        parameters.effect_years[project.domain],\n        parameters.data_cashable",
        "        0.0,\n        parameters.data_cashable",
    ),
    "nothing_is_late": Error(
        "business_case", "parameters.mobilisation_quarters + late)", "parameters.mobilisation_quarters)"
    ),
    "quality_by_the_luck_of_the_case": Error(
        "business_case", "Decision.QUALITY, identity, provider.identity,", "Decision.QUALITY, identity, 0,"
    ),
    # exits
    "a_law_counts_at_every_gate": Error(
        "exits", "law_since[project.domain], project.gate)", "law_since[project.domain], project.started)"
    ),
    "a_government_counts_at_every_gate": Error(
        "exits",
        "rules.came_since(authority.government_since, project.gate)",
        "rules.came_since(authority.government_since, project.started)",
    ),
    "sponsors_are_asked_for_one_quarter": Error(
        "exits", "withdrawal(world, world.run[0].quarter - project.gate)", "withdrawal(world, 1)"
    ),
    "tickets_are_kept_after_a_stop": Error(
        "exits", "    release_tickets(world, project)\n    release_fund", "    release_fund"
    ),
    "working_capital_stays_tied_up": Error(
        "exits", "    world.providers[project.provider].working_capital += tied_up\n", ""
    ),
    "a_stopped_provider_stays_engaged": Error(
        "exits", "        engage_providers(world, project, -1)\n", "        pass\n"
    ),
    # mobilisation
    "departments_share_their_luck": Error(
        "mobilisation", "authority.identity, number, project.started)", "authority.identity, 0, project.started)"
    ),
    "pooling_costs_nothing": Error(
        "mobilisation", "pay(project, rules.pooling_cost(world.parameters[0].pooling_cost, joined))", "pass"
    ),
    "authorities_of_any_country_pay": Error("mobilisation", "other.country == authority.country and ", ""),
    "authorities_share_their_luck": Error(
        "mobilisation", "asking, authority.identity, project.started)", "asking, 0, project.started)"
    ),
    "the_state_pays_with_the_luck_of_joint_commissioning": Error(
        "mobilisation", "Decision.STATE_JOINS", "Decision.JOINT_COMMISSIONING"
    ),
    "tickets_are_not_reserved": Error("mobilisation", "    investor.available -= ticket\n", ""),
    "the_syndicate_asks_what_its_lead_asks": Error(
        "mobilisation",
        "weight = rules.weight_in_syndicate(project.ticket[place], raised)",
        "weight = 1.0 if place == 0 else 0.0",
    ),
    # templates, bargaining, negotiation
    "investors_forget_what_they_learnt_at_meetings": Error(
        "templates",
        "    if project.early_meeting == 1:\n        return misjudgement_after",
        "    if False:\n        return misjudgement_after",
    ),
    "bayes_rule_is_left_out": Error(
        "templates", "awareness = world.parameters[0].selection_awareness", "awareness = 0.0"
    ),
    "investors_weigh_the_case_and_doubt_it_as_before": Error(
        "templates",
        "rules.weighed_uncertainty(project.uncertainty, project.usual_spread, awareness)",
        "project.uncertainty",
    ),
    "the_state_counts_although_it_did_not_join": Error("templates", "silos or project.state_joined == 1", "True"),
    "the_cap_on_returns_is_not_reckoned_with": Error(
        "templates", "rules.most_received(parameters.return_cap, parameters.payment_cap)", "1e9"
    ),
    "departments_count_although_they_did_not_join": Error(
        "templates", "every_department if silos else project.joined_share", "every_department"
    ),
    "the_longest_contract_is_never_looked_at": Error(
        "templates",
        "for duration in range(DURATIONS):\n                    template",
        "for duration in range(DURATIONS - 1):\n                    template",
    ),
    "other_authorities_make_talks_no_longer": Error(
        "bargaining", "project.departments_joined + project.authorities_joined", "project.departments_joined"
    ),
    "second_talks_have_the_luck_of_the_first": Error(
        "bargaining", "authority.identity, talks, project.started)", "authority.identity, 0, project.started)"
    ),
    "rounds_of_first_talks_are_forgotten": Error("bargaining", "project.rounds += used", "project.rounds = used"),
    "the_autopsy_relaxes_all_but_the_last": Error("negotiation", "range(1, RELAXATIONS)", "range(1, RELAXATIONS - 1)"),
    "the_share_of_a_fund_without_money_stays": Error("negotiation", "        project.fund_share = 0.0\n", ""),
    "providers_finance_without_capital_of_their_own": Error(
        "negotiation",
        "    world.providers[project.provider].working_capital -= of_capital(carries, project.capital)\n",
        "",
    ),
    # signing, delivery, settlement, learning, counts
    "a_last_minute_stop_keeps_working_capital": Error(
        "signing", "        release_working_capital(world, project)\n", ""
    ),
    "promises_without_the_cap_on_payments": Error(
        "signing", "parameters.return_cap, parameters.payment_cap * theirs)", "parameters.return_cap, 1e9)"
    ),
    "every_conventional_contract_costs_the_same": Error(
        "signing", "parameters.capital_median, parameters.setup_by_capital", "parameters.capital_median, 0.0"
    ),
    "departments_are_parties": Error(
        "signing", "contract.payers, project", "contract.payers + project.departments_joined, project"
    ),
    "the_effect_holds_the_labour_market": Error("delivery", "around, plan, NO_LABOUR_MARKET)", "around, plan, labour)"),
    "a_conventional_contract_is_re_planned": Error(
        "delivery", "as_signed = Plan(project.quality", "as_signed = Plan(contract.quality_now"
    ),
    "a_conventional_contract_learns": Error(
        "delivery",
        "contract.conventional_law_factor, NOTHING_LEARNT)",
        "contract.conventional_law_factor, contract.adaptation)",
    ),
    "laws_spare_conventional_contracts": Error(
        "delivery", "Plan(project.quality, contract.conventional_law_factor,", "Plan(project.quality, 1.0,"
    ),
    "re_planning_heals_conventional_contracts": Error(
        "delivery",
        "        contract.law_factor = 1.0\n",
        "        contract.law_factor = 1.0\n        contract.conventional_law_factor = 1.0\n",
    ),
    "a_conventional_contract_has_the_labour_market": Error(
        "delivery", "around, as_signed, NO_LABOUR_MARKET)", "around, as_signed, labour)"
    ),
    "an_old_law_damages_every_quarter": Error(
        "delivery", "law_since[project.domain] == quarter", "law_since[project.domain] >= 0"
    ),
    "a_house_shields_after_the_hand_over": Error("delivery", "        contract.in_house = 0\n", ""),
    "re_planning_heals_no_law": Error("delivery", "        contract.law_factor = 1.0\n", ""),
    "an_old_government_ends_contracts": Error(
        "delivery", "authority.government_since == quarter", "authority.government_since <= quarter"
    ),
    "authorities_pay_for_departments": Error("settlement", "public * rules.part_of_payer(departments, counted)", "0.0"),
    "what_other_authorities_pay_is_lost": Error(
        "settlement",
        "    contract.payment_authority = public - others\n",
        "    contract.payment_authority = public - others\n    contract.payment_authorities = 0.0\n",
    ),
    "the_cap_on_returns_is_ignored": Error(
        "settlement", "rules.within_cap(due - to_provider, returned, largest)", "due - to_provider"
    ),
    "early_ends_leave_nothing_unpaid": Error(
        "settlement", "0.0 if contract.status == ContractStatus.DELIVERED else parameters.break_unpaid", "0.0"
    ),
    "a_break_fee_is_kept_from_investors": Error(
        "settlement",
        "    received += rules.investors_share_of(contract.break_fee, contract.capital_investors, project.capital)\n",
        "",
    ),
    "public_value_follows_what_is_measured": Error(
        "settlement", "rules.public_value(worth, contract.effect", "rules.public_value(worth, contract.result"
    ),
    "a_partner_of_a_consortium_stays_engaged": Error(
        "settlement",
        "    engage_providers(world, project, -1)\n",
        "    world.providers[project.provider].engaged -= 1\n",
    ),
    "only_the_lead_learns_from_returns": Error(
        "settlement",
        "for place in range(project.investors):\n        learn_from",
        "for place in range(min(1, project.investors)):\n        learn_from",
    ),
    "capital_never_spent_is_lost": Error(
        "settlement",
        "back = contract.to_provider + unspent_or_fee - of_investors",
        "back = contract.to_provider",
    ),
    "trust_of_provider_and_investor_does_not_move": Error(
        "settlement", "        adjust_tie(world, project.tie_third, so_far)\n", ""
    ),
    "the_state_gets_what_the_own_budget_saves": Error(
        "settlement",
        "contract.value[Pocket.STATE] = value * parameters.state_part[domain]",
        "contract.value[Pocket.STATE] = value * parameters.own_cashable_part[domain]",
    ),
    "peers_hear_of_failures_as_of_signatures": Error(
        "learning", "    authority.closing_failures += weight\n", "    authority.closing_successes += weight\n"
    ),
    "nobody_gives_up": Error("learning", "leave_if(authority, gives_up(world, authority))", "pass"),
    "nobody_is_done": Error("learning", "leave_if(authority, is_done(world, authority))", "pass"),
    "who_is_done_has_the_luck_of_who_gives_up": Error("learning", "Decision.DONE", "Decision.GIVE_UP"),
    "barriers_of_peers_are_not_heard_of": Error(
        "learning", "            learn_barriers(peer, event, trust)\n", "            pass\n"
    ),
    "deliveries_are_known_as_attempts": Error(
        "learning",
        "        if event.kind != News.DELIVERED:\n            learn_barriers(authority, event, OWN_CASE)",
        "        if True:\n            learn_barriers(authority, event, OWN_CASE)",
    ),
    "one_competence_grows": Error("learning", "for kind in range(len(authority.competence)):", "for kind in range(1):"),
    "resistance_moves_by_what_was_promised": Error(
        "learning",
        "        authority.resistance,\n        progress,",
        "        authority.resistance,\n        delivered,",
    ),
    "deliveries_are_forgotten_by_the_world": Error(
        "learning", "            run.world_undelivered += 1.0 - event.value\n", ""
    ),
    "what_lay_ahead_is_not_counted": Error(
        "counts", "count_barriers(project.barriers | project.barriers_ahead)", "count_barriers(project.barriers)"
    ),
    "early_ends_count_as_successes": Error(
        "counts", "counts.successful += delivered and rules", "counts.successful += rules"
    ),
    "the_first_signature_is_a_repeat": Error(
        "counts",
        "world.providers[project.provider].signatures > 0",
        "world.providers[project.provider].signatures >= 0",
    ),
    "development_of_partnerships_leaves_out_investors": Error(
        "counts",
        "project.cost_authority + project.cost_provider + project.cost_investors",
        "project.cost_authority + project.cost_provider",
    ),
    "what_was_displaced_is_not_taken_off": Error("counts", "cash - contract.displaced_cash", "cash"),
    "failures_of_the_world_are_not_divided_by_authorities": Error(
        "beliefs", "per_hundred(run.world_failed, authorities)", "run.world_failed"
    ),
    "beliefs_without_the_world": Error(
        "beliefs",
        "        parameters.world_learning,\n        per_hundred(run.world_delivered",
        "        0.0,\n        per_hundred(run.world_delivered",
    ),
    "refunds_of_benefits_are_forgotten": Error("population", "cashable - refunded", "cashable"),
    "optimism_is_forgotten": Error(
        "population",
        "initial_belief(parameters.realistic_delivery, parameters.initial_optimism)",
        "initial_belief(parameters.realistic_delivery, 0.0)",
    ),
}
