Profile: CXServiceRequest
Parent: ServiceRequest
Id: cx-service-request
Title: "서비스 요청 · Request for a service"
Description: "What is asked for a person: the base of existing services, referrals, planned services and support. / 한 사람을 위해 요청되는 것. 기존 서비스, 의뢰, 계획된 서비스, 지원의 바탕."
* insert OwnProfile(service-request)
* insert Categorised
* insert Identified
* insert About
* code 1..1 MS
* code.coding 1..*
* category 1..* MS

Profile: CXExistingService
Parent: CXServiceRequest
Id: cx-existing-service
Title: "기존 서비스 · Existing service"
Description: "What the person already receives: existing care comes first. / 이미 받고 있는 서비스. 기존 돌봄이 먼저다."
* insert OwnProfile(existing-service)
* obeys cx-existing
* code from ServiceTypeVS (required)
* intent = #order

Invariant: cx-existing
Description: "An existing service stands in the layer of existing care. / 기존 서비스는 기존 돌봄 층에 있다."
Severity: #error
Expression: "category.coding.where(system = 'urn:careexchange:service-layer' and code = 'existing').exists()"

Profile: CXReferral
Parent: CXServiceRequest
Id: cx-referral
Title: "서비스 의뢰 · Service referral"
Description: "One organisation asks another; the Task beside it carries the state. / 한 기관이 다른 기관에 의뢰한다. 상태는 곁의 Task가 가진다."
* insert OwnProfile(referral)
* intent = #order
* code from ServiceTypeVS (required)
* priority 1..1 MS
* authoredOn 1..1
* requester 1..1 MS
* performer 1..* MS
* reasonCode MS
* reasonCode from ReferralReasonVS (required)

Profile: CXUrgentReferral
Parent: CXReferral
Id: cx-urgent-referral
Title: "긴급돌봄 의뢰 · Urgent-care referral"
Description: "Urgent care, as the NHIS branch asks for after a rejection or a hospital at discharge. / 공단이 기각 뒤에, 병원이 퇴원 때에 요청하는 긴급돌봄."
* insert OwnProfile(urgent-referral)
* priority = #urgent
* obeys cx-urgent-code

Invariant: cx-urgent-code
Description: "An urgent referral asks for urgent care. / 긴급 의뢰는 긴급돌봄을 요청한다."
Severity: #error
Expression: "code.coding.where(system = 'urn:careexchange:service-type' and code = 'urgent-care').exists()"

Profile: CXSupportRequest
Parent: CXServiceRequest
Id: cx-support-request
Title: "치매 지원 신청 · Dementia support"
Description: "Treatment cost, care goods or a test by the dementia centre. / 치매안심센터의 치료비, 조호물품, 검사."
* insert OwnProfile(support-request)
* obeys cx-care-goods and cx-krw
* code from DementiaSupportVS (required)
* requester 1..1
* performer 1..*
* orderDetail from CareGoodsVS (preferred)

Invariant: cx-care-goods
Description: "Ordered details are care goods, and only a request for care goods has them. / 조호물품 신청에만 물품이 있다."
Severity: #error
Expression: "orderDetail.exists() implies code.coding.where(system = 'urn:careexchange:service-type' and code = 'care-goods').exists()"

Invariant: cx-krw
Description: "Amounts are whole won. / 금액은 원 단위다."
Severity: #error
Expression: "(quantity as Quantity).all(system = 'urn:iso:std:iso:4217' and code = 'KRW' and value >= 0 and value = value.round(0))"

ValueSet: DementiaSupportVS
Id: cx-dementia-support
Title: "치매 지원 · Dementia support"
Description: "What a dementia centre gives. / 치매안심센터가 주는 지원."
* insert OwnValueSet(dementia-support)
* ServiceTypeCS#dementia-treatment-cost
* ServiceTypeCS#care-goods
* ServiceTypeCS#dementia-test

Profile: CXReferralTask
Parent: Task
Id: cx-referral-task
Title: "의뢰 과업 · Referral task"
Description: "The state of a referral: one state machine for all partners, see the concept map referral-crosswalk. / 의뢰의 상태. 모든 기관에 한 상태 기계."
* insert OwnProfile(referral-task)
* insert Categorised
* insert Identified
* obeys cx-refusal-reason and cx-business-status and cx-result
* status from ReferralTaskStatusVS (required)
* businessStatus from ReferralStatusVS (preferred)
* intent = #order
* code 1..1
* code = $task-code#fulfill
* focus 1..1 MS
* focus only Reference(ServiceRequest)
* for 1..1 MS
* for only Reference(CXPatient)
* authoredOn MS
* requester 1..1 MS
* owner 1..1 MS

Invariant: cx-refusal-reason
Description: "Who declines or gives up says why. / 거절하거나 포기하면 사유를 밝힌다."
Severity: #warning
Expression: "(status = 'rejected' or status = 'failed') implies (statusReason.text.exists() or statusReason.coding.exists())"

Invariant: cx-business-status
Description: "A business status of the crosswalk stands beside in-progress or on-hold only. / 업무 상태는 in-progress, on-hold에서만 쓴다."
Severity: #error
Expression: "businessStatus.coding.where(system = 'urn:careexchange:referral-status').exists() implies (status = 'in-progress' or status = 'on-hold')"

Invariant: cx-result
Description: "A completed referral says its result. / 완료된 의뢰는 결과를 남긴다."
Severity: #warning
Expression: "status = 'completed' implies (output.exists() or statusReason.exists() or businessStatus.exists())"

ValueSet: ReferralTaskStatusVS
Id: cx-referral-task-status
Title: "의뢰에 쓰는 과업 상태 · Task status of referrals"
Description: "Task.status without ready, which no referral has. / ready를 뺀 Task.status."
* insert OwnValueSet(referral-task-status)
* include codes from system http://hl7.org/fhir/task-status
* exclude http://hl7.org/fhir/task-status#ready

Profile: CXCaseTask
Parent: Task
Id: cx-case-task
Title: "사례관리 과업 · Case management task"
Description: "TO-DO of the case manager and monitoring: first within three months, then at least every six. / 사례관리자의 할 일과 점검. 첫 점검은 3개월 안, 그 뒤 적어도 6개월마다."
* insert OwnProfile(case-task)
* insert Categorised
* insert Identified
* code 1..1
* code from TaskTypeVS (required)
* description 1..1
* for 1..1 MS
* for only Reference(CXPatient)
* authoredOn 1..1
* requester 1..1
* owner 1..1 MS
* restriction.period.end ^short = "When it is due"

Instance: referral-crosswalk-task-status
InstanceOf: ConceptMap
Usage: #definition
Title: "의뢰 상태 → Task.status · Referral state to Task.status"
* url = "urn:careexchange:conceptmap:referral-task-status"
* name = "ReferralCrosswalkTaskStatus"
* title = "의뢰 상태 → Task.status · Referral state to Task.status"
* status = #active
* group.source = "urn:careexchange:referral-state"
* group.target = "http://hl7.org/fhir/task-status"
* insert Crosswalk(drafted, draft, equivalent)
* insert Crosswalk(sent, requested, equivalent)
* insert Crosswalk(delivered, received, equivalent)
* insert Crosswalk(info-needed, on-hold, wider)
* insert Crosswalk(accepted, accepted, equivalent)
* insert Crosswalk(declined, rejected, equivalent)
* insert Crosswalk(scheduled, in-progress, wider)
* insert Crosswalk(no-show, in-progress, wider)
* insert Crosswalk(visit-cancelled, in-progress, wider)
* insert Crosswalk(visit-done, in-progress, wider)
* insert Crosswalk(cancel-asked, in-progress, wider)
* insert Crosswalk(cancelled, cancelled, equivalent)
* insert Crosswalk(done, completed, equivalent)
* insert Crosswalk(failed, failed, equivalent)

Instance: referral-crosswalk-bser
InstanceOf: ConceptMap
Usage: #definition
Title: "의뢰 상태 → BSeR 업무 상태 · Referral state to BSeR business status"
* url = "urn:careexchange:conceptmap:referral-bser"
* name = "ReferralCrosswalkBser"
* title = "의뢰 상태 → BSeR 업무 상태 · Referral state to BSeR business status"
* status = #active
* group.source = "urn:careexchange:referral-state"
* group.target = "http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS"
* insert Crosswalk(sent, 2.0, equivalent)
* insert Crosswalk(delivered, 2.0, wider)
* insert Crosswalk(accepted, 3.0, equivalent)
* insert Crosswalk(declined, 4.0, equivalent)
* insert Crosswalk(scheduled, 5.1.1, equivalent)
* insert Crosswalk(no-show, 5.1.2, equivalent)
* insert Crosswalk(visit-cancelled, 5.1.3, equivalent)
* insert Crosswalk(visit-done, 5.1.4, equivalent)
* insert Crosswalk(cancel-asked, 5.2, equivalent)
* insert Crosswalk(cancelled, 6.0, equivalent)
* insert Crosswalk(done, 7.0, equivalent)

RuleSet: Crosswalk(from, to, equivalence)
* group.element[+].code = #{from}
* group.element[=].target.code = #{to}
* group.element[=].target.equivalence = #{equivalence}
