Profile: CXCandidateGroup
Parent: Group
Id: cx-candidate-group
Title: "발굴 기준 집단 · Group for case-finding"
Description: "Who meets a criterion; no detail leaves before consent. / 기준에 해당하는 사람들. 동의 전에는 자세한 내용이 나가지 않는다."
* insert OwnProfile(candidate-group)
* insert Categorised
* insert Identified
* type = #person
* actual = true
* name 1..1
* managingEntity 1..1 MS
* characteristic 1..* MS
* characteristic.code from CandidateCriterionVS (extensible)
* member.entity only Reference(CXPatient)

Profile: CXCandidateList
Parent: List
Id: cx-candidate-list
Title: "발굴 명단 · List for case-finding"
Description: "Persons to be visited, in order. / 찾아갈 사람의 명단."
* insert OwnProfile(candidate-list)
* insert Categorised
* insert Identified
* mode = #working
* title 1..1
* date 1..1
* source 1..1
* code 1..1
* code from CandidateCriterionVS (extensible)
* entry.item only Reference(CXPatient)
