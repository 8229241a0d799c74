// Codes with English displays and Korean designations; every code system has a value set of all its codes.

CodeSystem: GoalTermCS
Id: cx-goal-term
Title: "목표 구분 · Term of a goal"
Description: "Term of a goal. / 목표 구분."
* insert OwnSystem(goal-term)
* #long-term "Long-term goal"
* #long-term insert Ko([[장기목표]])
* #short-term "Short-term goal"
* #short-term insert Ko([[단기목표]])

ValueSet: GoalTermVS
Id: cx-goal-term
Title: "목표 구분 · Term of a goal"
Description: "All codes of urn:careexchange:goal-term. / 목표 구분 전체."
* insert OwnValueSet(goal-term)
* include codes from system GoalTermCS

CodeSystem: PlanTypeCS
Id: cx-plan-type
Title: "계획 구분 · Kind of plan"
Description: "Kind of plan. / 계획 구분."
* insert OwnSystem(plan-type)
* #individual-support "Individual support plan"
* #individual-support insert Ko([[개인별지원계획]])
* #urgent "Urgent care plan"
* #urgent insert Ko([[긴급돌봄 계획]])
* #gap "Gap plan"
* #gap insert Ko([[틈새 계획]])
* #preventive "Preventive plan"
* #preventive insert Ko([[예방 계획]])
* #ltc-integrated "Long-term-care integrated home plan"
* #ltc-integrated insert Ko([[장기요양 통합재가 계획]])
* #proposal "Recommended services"
* #proposal insert Ko([[돌봄추천서비스]])

ValueSet: PlanTypeVS
Id: cx-plan-type
Title: "계획 구분 · Kind of plan"
Description: "All codes of urn:careexchange:plan-type. / 계획 구분 전체."
* insert OwnValueSet(plan-type)
* include codes from system PlanTypeCS

CodeSystem: PlanEndCS
Id: cx-plan-end
Title: "종결 사유 · Reason of closing a plan"
Description: "Rule article 11. / 종결 사유."
* insert OwnSystem(plan-end)
* #death "Death"
* #death insert Ko([[사망]])
* #admitted "Admitted to hospital or facility"
* #admitted insert Ko([[입원·입소]])
* #not-needed "Complex support no longer needed"
* #not-needed insert Ko([[복합적 지원 불필요]])
* #refused "Explicit refusal"
* #refused insert Ko([[명시적 거부]])
* #other "Other"
* #other insert Ko([[기타]])

ValueSet: PlanEndVS
Id: cx-plan-end
Title: "종결 사유 · Reason of closing a plan"
Description: "All codes of urn:careexchange:plan-end. / 종결 사유 전체."
* insert OwnValueSet(plan-end)
* include codes from system PlanEndCS

CodeSystem: CaseTierCS
Id: cx-case-tier
Title: "관리 단계 · Tier of case management"
Description: "Two services or fewer and low need: monitoring; three or more and high need: intensive; mixed cases are decided by people. / 관리 단계."
* insert OwnSystem(case-tier)
* #monitoring "Monitoring by the dong"
* #monitoring insert Ko([[동 모니터링]])
* #intensive "Intensive case management"
* #intensive insert Ko([[집중 사례관리]])
* #manual "Decided case by case"
* #manual insert Ko([[개별 결정]])

ValueSet: CaseTierVS
Id: cx-case-tier
Title: "관리 단계 · Tier of case management"
Description: "All codes of urn:careexchange:case-tier. / 관리 단계 전체."
* insert OwnValueSet(case-tier)
* include codes from system CaseTierCS

CodeSystem: MeetingTypeCS
Id: cx-meeting-type
Title: "회의 종류 · Kind of meeting"
Description: "Kind of meeting. / 회의 종류."
* insert OwnSystem(meeting-type)
* #integrated-support-conference "Integrated support conference"
* #integrated-support-conference insert Ko([[통합지원회의]])
* #case-conference "Case conference"
* #case-conference insert Ko([[사례회의]])
* #local-care-conference "Local care conference"
* #local-care-conference insert Ko([[지역케어회의]])

ValueSet: MeetingTypeVS
Id: cx-meeting-type
Title: "회의 종류 · Kind of meeting"
Description: "All codes of urn:careexchange:meeting-type. / 회의 종류 전체."
* insert OwnValueSet(meeting-type)
* include codes from system MeetingTypeCS

CodeSystem: MeetingSectionCS
Id: cx-meeting-section
Title: "회의록 항목 · Section of minutes"
Description: "Section of minutes. / 회의록 항목."
* insert OwnSystem(meeting-section)
* #cases "Cases discussed"
* #cases insert Ko([[논의 사례]])
* #decisions "Decisions"
* #decisions insert Ko([[결정 사항]])
* #roles "Roles"
* #roles insert Ko([[역할 분담]])
* #open-actions "Open actions"
* #open-actions insert Ko([[후속 조치]])

ValueSet: MeetingSectionVS
Id: cx-meeting-section
Title: "회의록 항목 · Section of minutes"
Description: "All codes of urn:careexchange:meeting-section. / 회의록 항목 전체."
* insert OwnValueSet(meeting-section)
* include codes from system MeetingSectionCS

CodeSystem: CandidateCriterionCS
Id: cx-candidate-criterion
Title: "발굴 기준 · Criterion of case-finding"
Description: "No official criteria are public; a gateway loads its own. / 발굴 기준."
* insert OwnSystem(candidate-criterion)
* ^experimental = true
* ^content = #fragment
* #ltc-rejected "Long-term-care rejected"
* #ltc-rejected insert Ko([[장기요양 기각]])
* #recent-discharge "Recent discharge"
* #recent-discharge insert Ko([[최근 퇴원]])
* #lives-alone "Lives alone"
* #lives-alone insert Ko([[독거]])
* #high-medical-use "High use of medical care"
* #high-medical-use insert Ko([[의료 다이용]])
* #frailty "Frailty"
* #frailty insert Ko([[노쇠]])
* #custom-senior-care-intensive "Intensive customised senior care group"
* #custom-senior-care-intensive insert Ko([[노인맞춤돌봄 중점돌봄군]])

ValueSet: CandidateCriterionVS
Id: cx-candidate-criterion
Title: "발굴 기준 · Criterion of case-finding"
Description: "All codes of urn:careexchange:candidate-criterion. / 발굴 기준 전체."
* insert OwnValueSet(candidate-criterion)
* include codes from system CandidateCriterionCS

CodeSystem: AccountTypeCS
Id: cx-account-type
Title: "계정 종류 · Kind of account"
Description: "Kind of account. / 계정 종류."
* insert OwnSystem(account-type)
* #programme-budget "Yearly budget of a person in a programme"
* #programme-budget insert Ko([[사업별 1인 연간 한도]])

ValueSet: AccountTypeVS
Id: cx-account-type
Title: "계정 종류 · Kind of account"
Description: "All codes of urn:careexchange:account-type. / 계정 종류 전체."
* insert OwnValueSet(account-type)
* include codes from system AccountTypeCS
