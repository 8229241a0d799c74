// Identifier systems of persons and of the gateway. A partner's own numbers are urn:careexchange:{partner}:{kind}.
RuleSet: IdentifierSystem(uri, usage)
* status = #active
* kind = #identifier
* date = "2026-11-22"
* usage = "{usage}"
* uniqueId.type = #uri
* uniqueId.value = "{uri}"
* uniqueId.preferred = true

Instance: ns-municipal-case
InstanceOf: NamingSystem
Usage: #definition
Title: "통합돌봄 사례번호 · Municipal case number"
* name = "MunicipalCase"
* insert IdentifierSystem([[urn:careexchange:municipal-case]], [[통합돌봄 사례번호 · Municipal case number]])

Instance: ns-nhis-ltc-no
InstanceOf: NamingSystem
Usage: #definition
Title: "장기요양인정번호 · NHIS long-term-care number"
* name = "NhisLtcNo"
* insert IdentifierSystem([[urn:careexchange:nhis-ltc-no]], [[장기요양인정번호 · NHIS long-term-care number]])

Instance: ns-dementia-no
InstanceOf: NamingSystem
Usage: #definition
Title: "치매안심센터 등록번호 · Dementia centre registration number"
* name = "DementiaNo"
* insert IdentifierSystem([[urn:careexchange:dementia-no]], [[치매안심센터 등록번호 · Dementia centre registration number]])

Instance: ns-rrn
InstanceOf: NamingSystem
Usage: #definition
Title: "주민등록번호 · Resident registration number"
* name = "Rrn"
* insert IdentifierSystem([[https://mois.go.kr/rrn]], [[주민등록번호 · Resident registration number]])

Instance: ns-rrn-hash
InstanceOf: NamingSystem
Usage: #definition
Title: "해시된 주민등록번호 · Hashed resident registration number"
* name = "RrnHash"
* insert IdentifierSystem([[urn:careexchange:rrn-hash]], [[해시된 주민등록번호 · Hashed resident registration number]])

Instance: ns-client
InstanceOf: NamingSystem
Usage: #definition
Title: "기관 시스템 · Partner system"
* name = "Client"
* insert IdentifierSystem([[urn:careexchange:client]], [[기관 시스템 · Partner system]])

Instance: ns-staff
InstanceOf: NamingSystem
Usage: #definition
Title: "담당자 계정 · Staff account"
* name = "Staff"
* insert IdentifierSystem([[urn:careexchange:staff]], [[담당자 계정 · Staff account]])

Instance: ns-message
InstanceOf: NamingSystem
Usage: #definition
Title: "기관 전문 번호 · Number of a partner message"
* name = "Message"
* insert IdentifierSystem([[urn:careexchange:message]], [[기관 전문 번호 · Number of a partner message]])

Instance: ns-sha256
InstanceOf: NamingSystem
Usage: #definition
Title: "원문 해시 · Hash of an original"
* name = "Sha256"
* insert IdentifierSystem([[urn:careexchange:sha256]], [[원문 해시 · Hash of an original]])

Instance: ns-service-catalogue
InstanceOf: NamingSystem
Usage: #definition
Title: "서비스 목록 번호 · Entry of the service catalogue"
* name = "ServiceCatalogue"
* insert IdentifierSystem([[urn:careexchange:service-catalogue]], [[서비스 목록 번호 · Entry of the service catalogue]])

Instance: ns-plan-document
InstanceOf: NamingSystem
Usage: #definition
Title: "계획·회의 문서 번호 · Number of a plan, conference or notice"
* name = "PlanDocument"
* insert IdentifierSystem([[urn:careexchange:document-no]], [[계획·회의 문서 번호 · Number of a plan, conference or notice]])
