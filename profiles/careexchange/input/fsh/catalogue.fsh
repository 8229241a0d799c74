Extension: CXCapacity
Id: cx-capacity
Title: "수용 상태 · Capacity"
Description: "Whether the service has a place now. / 지금 자리가 있는지."
* insert OwnExtension(capacity, HealthcareService)
* value[x] only CodeableConcept
* value[x] 1..1
* valueCodeableConcept from CapacityVS (required)

Profile: CXHealthcareService
Parent: HealthcareService
Id: cx-healthcare-service
Title: "서비스 목록 항목 · Entry of the service catalogue"
Description: "A service that may be asked for, with the programme it belongs to. / 의뢰할 수 있는 서비스와 그 사업."
* insert OwnProfile(healthcare-service)
* insert Categorised
* insert Identified
* active 1..1
* category 1..*
* category from ServiceDomainVS (required)
* type 1..* MS
* type from ServiceTypeVS (required)
* program from ProgrammeVS (required)
* name 1..1
* extension contains CXCapacity named capacity 0..1

RuleSet: CatalogueEntry(code, domain, name)
* meta.profile = "urn:careexchange:profile:healthcare-service"
* meta.security = DataCategoryCS#admin "Administrative"
* identifier.system = "urn:careexchange:service-catalogue"
* identifier.value = "{code}"
* active = true
* category = ServiceDomainCS#{domain}
* type = ServiceTypeCS#{code}
* name = "{name}"

Extension: CXCap
Id: cx-cap
Title: "한도 · Cap"
Description: "The most a programme pays for one person in the period; each programme has its own, some have none. / 사업이 한 사람에게 기간 안에 쓰는 한도. 사업마다 다르고 없는 사업도 있다."
* insert OwnExtension(cap, Account)
* value[x] only Money
* value[x] 1..1
* valueMoney.value 1..1
* valueMoney.currency 1..1

Extension: CXUsed
Id: cx-used
Title: "사용액 · Used"
Description: "What was used of it. / 사용한 금액."
* insert OwnExtension(used, Account)
* value[x] only Money
* value[x] 1..1
* valueMoney.value 1..1

Extension: CXProgramme
Id: cx-programme
Title: "사업 · Programme"
Description: "The programme that pays. / 지급하는 사업."
* insert OwnExtension(programme, Account)
* value[x] only CodeableConcept
* value[x] 1..1
* valueCodeableConcept from ProgrammeVS (required)

Profile: CXBudget
Parent: Account
Id: cx-budget
Title: "연간 한도 · Yearly budget of a person"
Description: "Cap and use of one programme for one person and year. / 한 사람의 한 사업 연간 한도와 사용액."
* insert OwnProfile(budget)
* insert Categorised
* insert Identified
* obeys cx-budget-won
* type 1..1
* type = AccountTypeCS#programme-budget
* subject 1..1
* subject only Reference(CXPatient)
* servicePeriod 1..1
* servicePeriod.start 1..1
* servicePeriod.end 1..1
* owner 1..1
* extension contains CXProgramme named programme 1..1 MS and CXCap named cap 0..1 MS and CXUsed named used 0..1 MS

Invariant: cx-budget-won
Description: "Caps are amounts in won and not negative. / 한도는 원 단위이며 음수가 아니다."
Severity: #error
Expression: "extension.value.ofType(Money).all(currency = 'KRW' and value >= 0)"

Profile: CXCoverage
Parent: Coverage
Id: cx-coverage
Title: "급여 자격 · Coverage"
Description: "Health insurance, medical aid, or long-term care with its grade and period. / 건강보험, 의료급여, 등급과 기간이 있는 장기요양."
* insert OwnProfile(coverage)
* insert Categorised
* insert Identified
* obeys cx-ltc-coverage
* type 1..1
* type from CoverageVS (required)
* beneficiary only Reference(CXPatient)
* payor 1..*

Invariant: cx-ltc-coverage
Description: "Long-term care names its grade. / 장기요양은 등급을 밝힌다."
Severity: #error
Expression: "type.coding.where(system = 'urn:careexchange:coverage-type' and code = 'long-term-care').exists() implies class.value.exists()"

ValueSet: CoverageVS
Id: cx-coverage
Title: "보장 유형 · Kinds of coverage"
Description: "HIRA insurance types, long-term care, and none. / 심사평가원 보험유형과 장기요양."
* insert OwnValueSet(coverage)
* include codes from system $hira-insurance
* include codes from system CoverageTypeCS
* include codes from system InsuranceStatusCS
