Profile: CXStay
Parent: krcore-encounter
Id: cx-stay
Title: "입원 · Hospital stay"
Description: "A stay in hospital, up to its end. / 입원부터 퇴원까지."
* insert OwnProfile(stay)
* insert Categorised
* insert Identified
* insert About
* obeys cx-stay-end
* class = $act#IMP
* period 1..1 MS
* period.start 1..1
* serviceProvider 1..1 MS
* serviceProvider only Reference(CXMedicalInstitution)

Invariant: cx-stay-end
Description: "A finished stay has an end. / 끝난 입원에는 퇴원 시각이 있다."
Severity: #error
Expression: "status = 'finished' implies period.end.exists()"

Profile: CXHomeVisit
Parent: krcore-encounter
Id: cx-home-visit
Title: "방문진료·방문간호 · Home visit"
Description: "A visit at home by a clinic, a nurse or a therapist. / 집으로 찾아가는 진료, 간호, 운동."
* insert OwnProfile(home-visit)
* insert Categorised
* insert Identified
* insert About
* class = $act#HH
* period 1..1 MS
* period.start 1..1
* participant 1..* MS
* participant.individual 1..1
* serviceProvider 1..1 MS

Extension: CXLegalBasis
Id: cx-legal-basis
Title: "법적 근거 · Legal basis"
Description: "On what ground something is sent: urn:careexchange:legal-basis:{code}[:{article}]. / 무엇을 근거로 보내는지."
* insert OwnExtension(legal-basis, Element)
* value[x] only uri
* value[x] 1..1
* obeys cx-basis-uri

Invariant: cx-basis-uri
Description: "A legal basis is one of the codes of urn:careexchange:legal-basis. / 법적 근거는 정해진 코드 가운데 하나다."
Severity: #error
Expression: "value.matches('^urn:careexchange:legal-basis:(consent|statute|ex-officio|emergency|own-record|operator)(:.+)?$')"

Profile: CXDischargeNotice
Parent: Communication
Id: cx-discharge-notice
Title: "퇴원 통보 · Discharge notice"
Description: "The minimal notice of article 11: that a person leaves, to the municipality, on a stated ground. Clinical content travels separately, under consent. / 법 제11조의 최소 통보. 진료 내용은 동의 아래 따로 간다."
* insert OwnProfile(discharge-notice)
* insert Categorised
* insert Identified
* insert About
* obeys cx-minimal
* encounter 1..1 MS
* encounter only Reference(CXStay)
* sent 1..1
* sender 1..1 MS
* recipient 1..* MS
* reasonCode 1..*
* reasonCode from ReferralReasonVS (required)
* payload 1..*
* payload.content[x] only string
* extension contains CXLegalBasis named legalBasis 1..1 MS

Invariant: cx-minimal
Description: "A notice carries no resource of the clinical record. / 통보에는 진료기록 자원을 넣지 않는다."
Severity: #error
Expression: "about.empty() and contained.empty()"

Profile: CXDischargeSummary
Parent: Composition
Id: cx-discharge-summary
Title: "퇴원요약 · Discharge summary"
Description: "The first entry of a discharge document. / 퇴원 문서의 첫 항목."
* insert OwnProfile(discharge-summary)
* insert Categorised
* insert About
* identifier 1..1 MS
* type = $loinc#18842-5
* encounter 1..1 MS
* encounter only Reference(CXStay)
* custodian 1..1 MS
* section 1..* MS
* section ^slicing.discriminator.type = #pattern
* section ^slicing.discriminator.path = "code"
* section ^slicing.rules = #open
* section contains diagnoses 1..1 MS and medications 1..1 MS and procedures 0..1 and function 0..1 and followUp 0..1 and instructions 0..1
* insert Section(diagnoses, 11535-2)
* insert Section(medications, 10183-2)
* insert Section(procedures, 47519-4)
* insert Section(function, 47420-5)
* insert Section(followUp, 18776-5)
* insert Section(instructions, 8653-8)
* section[diagnoses].entry only Reference(CXDiagnosis)
* section[medications].entry only Reference(CXMedication)

RuleSet: Section(name, code)
* section[{name}].title 1..1
* section[{name}].code 1..1
* section[{name}].code = $loinc#{code}

Profile: CXDischargeDocument
Parent: Bundle
Id: cx-discharge-document
Title: "퇴원 문서 · Discharge document"
Description: "A document Bundle that begins with a discharge summary and carries the person. / 퇴원요약으로 시작하고 대상자를 담은 문서 Bundle."
* insert OwnProfile(discharge-document)
* obeys cx-document-summary and cx-document-patient
* identifier 1..1
* type = #document
* timestamp 1..1
* entry 2..*
* entry.fullUrl 1..1
* entry.resource 1..1

Invariant: cx-document-summary
Description: "The document begins with a discharge summary. / 문서는 퇴원요약으로 시작한다."
Severity: #error
Expression: "entry.first().resource.where($this is Composition).type.coding.where(system = 'http://loinc.org' and code = '18842-5').exists()"

Invariant: cx-document-patient
Description: "The document carries exactly one person. / 문서에는 대상자 한 사람이 있다."
Severity: #error
Expression: "entry.resource.where($this is Patient).count() = 1"

Profile: CXDiagnosis
Parent: krcore-condition-encounter-diagnosis
Id: cx-diagnosis
Title: "퇴원 진단 · Discharge diagnosis"
Description: "A diagnosis of a stay, in KCD-8. / KCD-8로 된 입원 진단."
* insert OwnProfile(diagnosis)
* insert Categorised
* insert Identified
* insert About
* obeys cx-kcd
* clinicalStatus 1..1
* verificationStatus 1..1
* encounter 1..1 MS

Profile: CXCondition
Parent: Condition
Id: cx-condition
Title: "상병 · Condition"
Description: "A condition stated outside a stay. / 입원과 관계없이 밝힌 상병."
* insert OwnProfile(condition)
* insert Categorised
* insert Identified
* insert About
* obeys cx-kcd
* clinicalStatus 1..1
* verificationStatus 1..1
* code 1..1 MS
* code.coding 1..*

Invariant: cx-kcd
Description: "A KCD code has the shape of one; whether it exists is not judged, since the list is not public. / KCD 코드는 형식만 본다."
Severity: #error
Expression: "code.coding.where(system = 'http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8').exists() and code.coding.where(system = 'http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8').all(code.matches('^[A-Z][0-9]{2}([.][0-9A-Z]{1,4})?$'))"

Profile: CXProcedure
Parent: krcore-procedure
Id: cx-procedure
Title: "시술·처치 · Procedure"
Description: "An operation or treatment that a partner reports. / 기관이 알린 수술과 처치."
* insert OwnProfile(procedure)
* insert Categorised
* insert Identified
* insert About
* code.coding 1..*
* performer 1..*

Profile: CXMedication
Parent: MedicationRequest
Id: cx-medication
Title: "퇴원약 · Discharge medicine"
Description: "A medicine to take after discharge. Not claimed for KR Core, whose EDI code and ingredient extension the sender does not give. / 퇴원 뒤 먹는 약. EDI 코드와 성분 확장이 없어 KR Core를 주장하지 않는다."
* insert OwnProfile(medication)
* insert Categorised
* insert Identified
* insert About
* medication[x] only CodeableConcept
* authoredOn 1..1
* requester 1..1
* dosageInstruction 1..* MS
* category 1..*

Profile: CXBloodPressure
Parent: krcore-bloodpressure
Id: cx-blood-pressure
Title: "혈압 · Blood pressure"
Description: "Blood pressure with the situation it was taken in. / 잰 상황을 적은 혈압."
* insert OwnProfile(blood-pressure)
* insert Categorised
* insert Identified
* insert About
* obeys cx-pressure
* effective[x] 1..1
* performer 1..*

Invariant: cx-pressure
Description: "Systolic pressure is higher than diastolic. / 수축기 혈압이 이완기보다 높다."
Severity: #error
Expression: "component.where(code.coding.code = '8480-6').exists() and component.where(code.coding.code = '8462-4').exists() implies component.where(code.coding.code = '8480-6').value.value > component.where(code.coding.code = '8462-4').value.value"
