// Under which of the seven groups a service is offered; services of other programmes stand in none.
RuleSet: Grouped(from, to)
* group.element[+].code = #{from}
* group.element[=].target.code = #{to}
* group.element[=].target.equivalence = #wider

Instance: service-type-group
InstanceOf: ConceptMap
Usage: #definition
Title: "서비스 종류 → 일곱 묶음 · Kind of service to its group"
* url = "urn:careexchange:conceptmap:service-type-group"
* name = "ServiceTypeGroup"
* title = "서비스 종류 → 일곱 묶음 · Kind of service to its group"
* status = #active
* group.source = "urn:careexchange:service-type"
* group.target = "urn:careexchange:service-group"
* insert Grouped(housework, daily-living)
* insert Grouped(visiting-bath, daily-living)
* insert Grouped(hair-care, daily-living)
* insert Grouped(laundry, daily-living)
* insert Grouped(custom-senior-care, daily-living)
* insert Grouped(meal-delivery, meals)
* insert Grouped(side-dishes, meals)
* insert Grouped(nutrition-meal, meals)
* insert Grouped(porridge-meal, meals)
* insert Grouped(diabetic-meal, meals)
* insert Grouped(shared-dinner, meals)
* insert Grouped(dong-side-dishes, meals)
* insert Grouped(hospital-escort, escort)
* insert Grouped(hospital-companion, escort)
* insert Grouped(home-visit, health)
* insert Grouped(visiting-nursing, health)
* insert Grouped(visiting-exercise, health)
* insert Grouped(child-exercise, health)
* insert Grouped(oral-care, health)
* insert Grouped(korean-medicine-visit, health)
* insert Grouped(health-escort, health)
* insert Grouped(visiting-health-management, health)
* insert Grouped(ai-wellbeing-check, safety)
* insert Grouped(safe-environment, safety)
* insert Grouped(smart-home-care, safety)
* insert Grouped(mobile-wellbeing-check, safety)
* insert Grouped(home-safety, home-convenience)
* insert Grouped(deep-cleaning, home-convenience)
* insert Grouped(pest-control, home-convenience)
* insert Grouped(small-repairs, home-convenience)
* insert Grouped(doorbell-repair, home-convenience)
* insert Grouped(unpacking-help, home-convenience)
* insert Grouped(housing-improvement, home-convenience)
* insert Grouped(short-stay, temporary-protection)
