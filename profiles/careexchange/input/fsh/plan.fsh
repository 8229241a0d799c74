Extension: CXPlanEnd
Id: cx-plan-end
Title: "종결 사유 · Reason of closing"
Description: "Why a plan was closed (Rule article 11). / 계획을 종결한 사유(규칙 제11조)."
* insert OwnExtension(plan-end, CarePlan)
* value[x] only CodeableConcept
* value[x] 1..1
* valueCodeableConcept from PlanEndVS (required)

Extension: CXPlanType
Id: cx-plan-type
Title: "계획 구분 · Kind of plan"
Description: "Individual support plan, urgent, gap, preventive or proposed plan. / 개인별지원계획, 긴급, 틈새, 예방, 추천."
* insert OwnExtension(plan-type, CarePlan)
* value[x] only CodeableConcept
* value[x] 1..1
* valueCodeableConcept from PlanTypeVS (required)

Profile: CXCarePlan
Parent: CarePlan
Id: cx-care-plan
Title: "개인별지원계획 · Individual support plan"
Description: "Article 13: content, method, quantity, period and provider stand in the planned services, their linkage in the plan and its team. / 법 제13조: 내용, 방법, 양, 기간, 제공자는 계획된 서비스에, 연계는 계획과 팀에 있다."
* insert OwnProfile(care-plan)
* insert Categorised
* insert Identified
* insert About
* intent = #plan
* category 1..* MS
* category from ProgrammeVS (required)
* title 1..1
* period 1..1 MS
* period.start 1..1
* created 1..1
* author 1..1 MS
* careTeam only Reference(CXCareTeam)
* goal only Reference(CXGoal)
* activity MS
* activity.reference only Reference(CXPlannedService or CXReferral or Task)
* activity.detail 0..0
* extension contains CXPlanEnd named planEnd 0..1 and CXPlanType named planType 0..1

Profile: CXProposal
Parent: CarePlan
Id: cx-proposal
Title: "돌봄추천서비스 · Recommended services"
Description: "What the dong recommends before the conference decides. / 회의가 결정하기 전에 동이 추천하는 서비스."
* insert OwnProfile(proposal)
* insert Categorised
* insert Identified
* insert About
* intent = #proposal
* author 1..1
* created 1..1
* activity 1..*
* activity.detail 1..1
* activity.detail.code 1..1
* activity.detail.code from ServiceTypeVS (required)

Profile: CXPlannedService
Parent: CXServiceRequest
Id: cx-planned-service
Title: "계획된 서비스 · Planned service"
Description: "One line of the plan: content, method, quantity, period and provider. / 계획의 한 줄: 내용, 방법, 양, 기간, 제공자."
* insert OwnProfile(planned-service)
* obeys cx-krw
* intent = #order
* code from ServiceTypeVS (required)
* basedOn 1..* MS
* basedOn only Reference(CXCarePlan)
* authoredOn 1..1
* requester 1..1
* performer 1..* MS
* occurrence[x] only Period or Timing
* extension contains http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal named goal 0..* MS

Profile: CXGoal
Parent: Goal
Id: cx-goal
Title: "목표(TO-BE) · Goal"
Description: "The state aimed at, with its term and date, and the present state it starts from. / 바라는 상태와 기한, 그리고 출발점인 현재상태."
* insert OwnProfile(goal)
* insert Categorised
* insert Identified
* insert About
* obeys cx-goal-due
* category 1..*
* description.text 1..1
* startDate MS
* target MS
* target.due[x] only date
* addresses MS

Invariant: cx-goal-due
Description: "A goal is not due before it starts. / 목표 기한은 시작보다 앞서지 않는다."
Severity: #error
Expression: "start.exists() implies target.due.all($this >= %resource.start)"

Profile: CXConference
Parent: Composition
Id: cx-conference
Title: "통합지원회의 · Integrated support conference"
Description: "Minutes: who took part for whom, what was discussed and decided, who does what. / 회의록: 누가 참석해 무엇을 논의하고 결정했으며 누가 무엇을 하는지."
* insert OwnProfile(conference)
* insert Categorised
* identifier 1..1 MS
* type from MeetingTypeVS (required)
* author 1..* MS
* custodian 1..1
* attester 1..* MS
* attester.party 1..1
* section 1..*
* section ^slicing.discriminator.type = #pattern
* section ^slicing.discriminator.path = "code"
* section ^slicing.rules = #open
* section contains decisions 1..1 MS and cases 0..1 and roles 0..1 and openActions 0..1
* section[decisions].code 1..1
* section[decisions].code = MeetingSectionCS#decisions
* section[decisions].entry only Reference(CXConferenceDecision)
* section[cases].code 1..1
* section[cases].code = MeetingSectionCS#cases
* section[roles].code 1..1
* section[roles].code = MeetingSectionCS#roles
* section[openActions].code 1..1
* section[openActions].code = MeetingSectionCS#open-actions

Profile: CXConferenceDecision
Parent: Task
Id: cx-conference-decision
Title: "회의 결정 · Decision of a conference"
Description: "Approve, change, extend, stop or close one plan; effective from the approval. / 계획의 확정, 변경, 연장, 중지, 종결. 결재 때부터 효력이 있다."
* insert OwnProfile(conference-decision)
* insert Categorised
* insert Identified
* code 1..1
* code = TaskTypeCS#conference-decision
* focus 1..1 MS
* focus only Reference(CarePlan)
* for 1..1 MS
* for only Reference(CXPatient)
* authoredOn 1..1
* requester 1..1
* executionPeriod 1..1
* executionPeriod.start 1..1
* output 1..1 MS
* output.value[x] only CodeableConcept
* output.valueCodeableConcept from TaskOutcomeVS (required)
