Instance: resource-diff
InstanceOf: OperationDefinition
Usage: #definition
Title: "두 판의 차이 · Difference of two versions"
* url = "urn:careexchange:operation:Resource-diff"
* name = "Diff"
* status = #active
* kind = #operation
* affectsState = false
* code = #diff
* resource = #Resource
* system = true
* type = false
* instance = true
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #Parameters
* parameter[=].documentation = "A FHIRPath Patch that turns the one version into the other. / 한 판을 다른 판으로 바꾸는 FHIRPath Patch."

Instance: bulk-import
InstanceOf: OperationDefinition
Usage: #definition
Title: "대량 적재 · Bulk import"
* url = "urn:careexchange:operation:import"
* name = "Import"
* status = #active
* kind = #operation
* affectsState = true
* code = #import
* system = true
* type = false
* instance = false
* parameter[+].name = #input
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "*"
* parameter[=].documentation = "A file to load: its type and where it lies. / 적재할 파일: 종류와 위치."
* parameter[=].part[+].name = #type
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #code
* parameter[=].part[+].name = #url
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #uri
