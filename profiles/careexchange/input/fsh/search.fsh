// What the shared plan, the overdue lists and the catalogue are searched by, beyond R4 and KR Core.

Instance: servicerequest-reason-code
InstanceOf: SearchParameter
Usage: #definition
Title: "의뢰 사유 · Reason of a referral"
* url = "urn:careexchange:search-parameter:servicerequest-reason-code"
* name = "ServicerequestReasonCode"
* status = #active
* description = "Reason of a referral. / 의뢰 사유."
* code = #reason-code
* base = #ServiceRequest
* type = #token
* expression = "ServiceRequest.reasonCode"
* xpathUsage = #normal

Instance: task-due
InstanceOf: SearchParameter
Usage: #definition
Title: "과업 기한 · When a task is due"
* url = "urn:careexchange:search-parameter:task-due"
* name = "TaskDue"
* status = #active
* description = "When a task is due. / 과업 기한."
* code = #due
* base = #Task
* type = #date
* expression = "Task.restriction.period.end"
* xpathUsage = #normal

Instance: provenance-policy
InstanceOf: SearchParameter
Usage: #definition
Title: "법적 근거와 지도 · Legal basis and map"
* url = "urn:careexchange:search-parameter:provenance-policy"
* name = "ProvenancePolicy"
* status = #active
* description = "Legal basis and map. / 법적 근거와 지도."
* code = #policy
* base = #Provenance
* type = #uri
* expression = "Provenance.policy"
* xpathUsage = #normal

Instance: healthcareservice-capacity
InstanceOf: SearchParameter
Usage: #definition
Title: "수용 상태 · Capacity"
* url = "urn:careexchange:search-parameter:healthcareservice-capacity"
* name = "HealthcareserviceCapacity"
* status = #active
* description = "Capacity. / 수용 상태."
* code = #capacity
* base = #HealthcareService
* type = #token
* expression = "HealthcareService.extension('urn:careexchange:extension:capacity').value"
* xpathUsage = #normal

Instance: account-programme
InstanceOf: SearchParameter
Usage: #definition
Title: "한도의 사업 · Programme of a budget"
* url = "urn:careexchange:search-parameter:account-programme"
* name = "AccountProgramme"
* status = #active
* description = "Programme of a budget. / 한도의 사업."
* code = #programme
* base = #Account
* type = #token
* expression = "Account.extension('urn:careexchange:extension:programme').value"
* xpathUsage = #normal
