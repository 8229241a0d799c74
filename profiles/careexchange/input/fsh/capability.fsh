// What each kind of partner sends, reads and is held to.
RuleSet: PartnerRole(id, ko, en)
* url = "urn:careexchange:capability:{id}"
* name = "{id}"
* title = "{ko} · {en}"
* status = #active
* date = "2026-11-22"
* kind = #requirements
* fhirVersion = #4.0.1
* format[0] = #json
* format[1] = #xml
* rest.mode = #client
* rest.security.service = http://terminology.hl7.org/CodeSystem/restful-security-service#SMART-on-FHIR
* rest.security.description = "Backend Services (private_key_jwt); each look is decided by consent or law and is audited. / 매 열람은 동의나 법률로 판단하고 기록한다."

RuleSet: Writes(type, profile)
* rest.resource[+].type = #{type}
* rest.resource[=].supportedProfile = "urn:careexchange:profile:{profile}"
* rest.resource[=].interaction[0].code = #create
* rest.resource[=].interaction[1].code = #update
* rest.resource[=].interaction[2].code = #read
* rest.resource[=].interaction[3].code = #search-type

RuleSet: Reads(type, profile)
* rest.resource[+].type = #{type}
* rest.resource[=].supportedProfile = "urn:careexchange:profile:{profile}"
* rest.resource[=].interaction[0].code = #read
* rest.resource[=].interaction[1].code = #search-type

RuleSet: Also(profile)
* rest.resource[=].supportedProfile[+] = "urn:careexchange:profile:{profile}"

Instance: partner-municipality
InstanceOf: CapabilityStatement
Usage: #definition
Title: "시군구 · Municipality"
* insert PartnerRole(municipality, 시군구, Municipality)
* insert Writes(Patient, patient)
* insert Writes(RelatedPerson, caregiver)
* insert Writes(CarePlan, care-plan)
* insert Also(proposal)
* insert Writes(CareTeam, care-team)
* insert Writes(Goal, goal)
* insert Writes(ServiceRequest, planned-service)
* insert Also(existing-service)
* insert Also(referral)
* insert Writes(Task, referral-task)
* insert Also(case-task)
* insert Also(conference-decision)
* insert Writes(QuestionnaireResponse, prescreen-response)
* insert Also(care-need-response)
* insert Writes(Observation, prescreen)
* insert Also(care-need)
* insert Also(circumstance)
* insert Also(as-is)
* insert Writes(Composition, conference)
* insert Writes(Account, budget)
* insert Writes(HealthcareService, healthcare-service)
* insert Writes(Consent, consent)
* insert Also(sensitive-consent)
* insert Reads(Encounter, stay)
* insert Reads(Communication, discharge-notice)

Instance: partner-nhis
InstanceOf: CapabilityStatement
Usage: #definition
Title: "국민건강보험공단 지사 · NHIS branch"
* insert PartnerRole(nhis, 국민건강보험공단 지사, NHIS branch)
* insert Writes(Patient, patient)
* insert Writes(RelatedPerson, caregiver)
* insert Writes(ServiceRequest, urgent-referral)
* insert Also(referral)
* insert Writes(Task, referral-task)
* insert Writes(Observation, judgement)
* insert Also(judgement-axis)
* insert Also(ltc-decision)
* insert Also(ltc-rejection)
* insert Also(ltc-grade)
* insert Writes(QuestionnaireResponse, judgement-response)
* insert Writes(Coverage, coverage)
* insert Writes(Group, candidate-group)
* insert Writes(List, candidate-list)
* insert Writes(Consent, consent)
* insert Also(sensitive-consent)
* insert Reads(CarePlan, care-plan)

Instance: partner-dementia-centre
InstanceOf: CapabilityStatement
Usage: #definition
Title: "치매안심센터 · Dementia centre"
* insert PartnerRole(dementia-centre, 치매안심센터, Dementia centre)
* insert Writes(Patient, patient)
* insert Writes(RelatedPerson, caregiver)
* insert Writes(Observation, cist)
* insert Also(dementia-stage)
* insert Also(dementia-severity)
* insert Writes(Condition, condition)
* insert Writes(ServiceRequest, support-request)
* insert Writes(Task, referral-task)
* insert Writes(Consent, consent)
* insert Also(sensitive-consent)
* insert Reads(CarePlan, care-plan)

Instance: partner-homecare-clinic
InstanceOf: CapabilityStatement
Usage: #definition
Title: "병원·재택의료센터 · Hospital and home medical care"
* insert PartnerRole(homecare-clinic, [[병원·재택의료센터]], Hospital and home medical care)
* insert Writes(Patient, patient)
* insert Writes(Encounter, stay)
* insert Also(home-visit)
* insert Writes(Condition, diagnosis)
* insert Writes(Procedure, procedure)
* insert Writes(MedicationRequest, medication)
* insert Writes(Observation, blood-pressure)
* insert Also(k-adl)
* insert Also(risk)
* insert Writes(Communication, discharge-notice)
* insert Writes(Composition, discharge-summary)
* insert Writes(ServiceRequest, urgent-referral)
* insert Also(referral)
* insert Writes(Task, referral-task)
* insert Writes(Consent, consent)
* insert Also(sensitive-consent)
* insert Reads(CarePlan, care-plan)

Instance: partner-provider
InstanceOf: CapabilityStatement
Usage: #definition
Title: "서비스 제공기관 · Service provider"
* insert PartnerRole(provider, 서비스 제공기관, Service provider)
* insert Reads(ServiceRequest, planned-service)
* insert Also(referral)
* insert Writes(Task, referral-task)
* insert Reads(CarePlan, care-plan)
* insert Reads(Goal, goal)

Instance: partner-health-record
InstanceOf: CapabilityStatement
Usage: #definition
Title: "개인 건강기록 · Personal health record"
* insert PartnerRole(health-record, 개인 건강기록, Personal health record)
* insert Writes(Patient, patient)
* insert Writes(Condition, diagnosis)
* insert Writes(Procedure, procedure)
* insert Writes(MedicationRequest, medication)
* insert Writes(Observation, blood-pressure)
