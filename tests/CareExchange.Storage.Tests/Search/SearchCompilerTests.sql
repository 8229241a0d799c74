-- token-with-system: Patient?identifier=urn:x|1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $1 AND d.code = $2 AND d.system = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $5
-- $1=1740814797, $2=1, $3=urn:x, $4=Patient, $5=51

-- token-code-only: Patient?identifier=1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $1 AND d.code = $2
  AND NOT EXISTS (SELECT 1 FROM index_token e WHERE e.param = d.param AND e.code = d.code AND e.rid = d.rid AND e.system < d.system)
  AND r.rid = d.rid
  AND r.type = $3
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $4
-- $1=1740814797, $2=1, $3=Patient, $4=51

-- token-alternatives: Patient?identifier=urn:x|1,urn:x|2
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT i.rid FROM index_token i WHERE i.param = $1 AND i.code = $2 AND i.system = $3 UNION SELECT i.rid FROM index_token i WHERE i.param = $4 AND i.code = $5 AND i.system = $6) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $7
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $8
-- $1=1740814797, $2=1, $3=urn:x, $4=1740814797, $5=2, $6=urn:x, $7=Patient, $8=51

-- token-not: Observation?status:not=final
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND NOT EXISTS (SELECT 1 FROM index_token i WHERE i.param = $2 AND i.code = $3 AND i.rid = r.rid)
ORDER BY r.rid
LIMIT $4
-- $1=Observation, $2=681967772, $3=final, $4=51

-- missing: Patient?identifier:missing=true
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.rid NOT IN (SELECT i.rid FROM index_token i WHERE i.param = $2)
ORDER BY r.rid
LIMIT $3
-- $1=Patient, $2=1740814797, $3=51

-- reference-code-date: Observation?patient=p1&code=http://loinc.org|8867-4&date=ge2026-03-01
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_reference d CROSS JOIN resource r
WHERE d.param = $1 AND d.target = $2 AND d.target_type = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_token i WHERE i.param = $5 AND i.code = $6 AND i.system = $7 AND i.rid = r.rid)
  AND EXISTS (SELECT 1 FROM index_date i WHERE i.param = $8 AND (i.high > $9 OR i.low >= $10) AND i.rid = r.rid)
ORDER BY d.rid
LIMIT $11
-- $1=1838377858, $2=p1, $3=Patient, $4=Observation, $5=1397518552, $6=8867-4, $7=http://loinc.org, $8=360118670, $9=1772377200000000, $10=1772290800000000, $11=51

-- reference-any-type: Observation?subject=p1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_reference d CROSS JOIN resource r
WHERE d.param = $1 AND d.target = $2
  AND NOT EXISTS (SELECT 1 FROM index_reference e WHERE e.param = d.param AND e.target = d.target AND e.rid = d.rid AND e.target_type < d.target_type)
  AND r.rid = d.rid
  AND r.type = $3
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $4
-- $1=1580679147, $2=p1, $3=Observation, $4=51

-- string-prefix: Patient?name=김가온
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $5
-- $1=115114216, $2=김가온, $3=김가온􏿿, $4=Patient, $5=51

-- string-exact-and-contains: Patient?name:exact=Hong&address:contains=동
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT i.rid FROM index_string i WHERE i.param = $1 AND i.value = $2 AND i.exact = $3) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_string i WHERE i.param = $5 AND instr(i.value, $6) > 0 AND i.rid = r.rid)
ORDER BY d.rid
LIMIT $7
-- $1=115114216, $2=hong, $3=Hong, $4=Patient, $5=1615306292, $6=동, $7=51

-- date-range: Patient?birthdate=ge1940&birthdate=lt1950
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT i.rid FROM index_date i WHERE i.param = $1 AND (i.high > $2 OR i.low >= $3)) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_date i WHERE i.param = $5 AND i.low < $6 AND i.rid = r.rid)
ORDER BY d.rid
LIMIT $7
-- $1=1047909011, $2=-915181200000000, $3=-946803600000000, $4=Patient, $5=1047909011, $6=-631184400000000, $7=51

-- quantity: Observation?value-quantity=gt5.4|http://unitsofmeasure.org|mg
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT i.rid FROM index_quantity i WHERE i.param = $1 AND i.unit = $2 AND i.high > $3) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $5
-- $1=33138086, $2=g, $3=0.0054, $4=Observation, $5=51

-- number: RiskAssessment?probability=0.2
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT i.rid FROM index_number i WHERE i.param = $1 AND i.low >= $2 AND i.high < $3) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $5
-- $1=787335022, $2=0.15, $3=0.25, $4=RiskAssessment, $5=51

-- uri-below: ValueSet?url:below=http://example.org/vs
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT i.rid FROM index_uri i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $5
-- $1=1391693378, $2=http://example.org/vs, $3=http://example.org/vs􏿿, $4=ValueSet, $5=51

-- ids-sorted: Patient?_id=p1,p2&_sort=-_lastUpdated
SELECT r.id, r.rid, (SELECT max(rid) FROM resource), r.updated
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.id IN (SELECT value FROM json_each($2))
ORDER BY r.updated DESC, r.rid DESC
LIMIT $3
-- $1=Patient, $2=["p1","p2"], $3=51

-- whole-type: Patient?_lastUpdated=ge2026-03-01
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.updated >= $2
ORDER BY r.rid
LIMIT $3
-- $1=Patient, $2=1772290800000000, $3=51

-- access-one-grant: Observation?code=8867-4
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $1 AND d.code = $2
  AND NOT EXISTS (SELECT 1 FROM index_token e WHERE e.param = d.param AND e.code = d.code AND e.rid = d.rid AND e.system < d.system)
  AND r.rid = d.rid
  AND r.type = $3
  AND r.deleted = 0
  AND r.person IS NOT NULL AND r.person = $4 AND r.category IN (SELECT value FROM json_each($5))
ORDER BY d.rid
LIMIT $6
-- $1=1397518552, $2=8867-4, $3=Observation, $4=p1, $5=["clinical","service"], $6=51

-- access-many: Observation?
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.person IS NOT NULL AND r.person = $2 AND r.category IN (SELECT value FROM json_each($3))
  AND NOT (r.person IS NOT NULL AND r.person = $4 AND r.source = $5)
ORDER BY r.rid
LIMIT $6
-- $1=Observation, $2=p1, $3=["clinical","service"], $4=p1, $5=clinic, $6=51

-- access-two-grants: Observation?
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.person IN (SELECT value FROM json_each($2))
  AND ((r.person IS NOT NULL AND r.person = $3 AND r.category IN (SELECT value FROM json_each($4))) OR (r.person IS NOT NULL AND r.person IN (SELECT value FROM json_each($5)) AND r.source = $6))
ORDER BY r.rid
LIMIT $7
-- $1=Observation, $2=["p1","p2","p3"], $3=p1, $4=["clinical","service"], $5=["p2","p3"], $6=nhis, $7=51

-- chain: Observation?subject:Patient.identifier=urn:x|1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT x1.rid FROM index_token d1 CROSS JOIN resource r1 CROSS JOIN index_reference x1 WHERE d1.param = $1 AND d1.code = $2 AND d1.system = $3 AND r1.rid = d1.rid AND r1.type = $4 AND r1.deleted = 0 AND x1.param = $5 AND x1.target = r1.id AND x1.target_type = $6) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $7
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $8
-- $1=1740814797, $2=1, $3=urn:x, $4=Patient, $5=1580679147, $6=Patient, $7=Observation, $8=51

-- chain-behind-a-better-start: Observation?patient=p1&performer:Organization.name=clinic
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_reference d CROSS JOIN resource r
WHERE d.param = $1 AND d.target = $2 AND d.target_type = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND r.person IS NOT NULL AND r.person = $5 AND r.category IN (SELECT value FROM json_each($6))
  AND EXISTS (SELECT 1 FROM index_reference x1 CROSS JOIN resource r1 WHERE x1.rid = r.rid AND x1.param = $7 AND x1.target_type = $8 AND r1.type = x1.target_type AND r1.id = x1.target AND r1.deleted = 0 AND r1.person IS NOT NULL AND r1.person = $9 AND r1.category IN (SELECT value FROM json_each($10)) AND EXISTS (SELECT 1 FROM index_string i1 WHERE i1.param = $11 AND i1.value >= $12 AND i1.value < $13 AND i1.rid = r1.rid))
ORDER BY d.rid
LIMIT $14
-- $1=1838377858, $2=p1, $3=Patient, $4=Observation, $5=p1, $6=["clinical","service"], $7=441005538, $8=Organization, $9=p1, $10=["clinical","service"], $11=247293050, $12=clinic, $13=clinic􏿿, $14=51

-- chain-of-two: Observation?encounter:Encounter.service-provider:Organization.identifier=urn:x|1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT x1.rid FROM (SELECT DISTINCT x2.rid FROM index_token d2 CROSS JOIN resource r2 CROSS JOIN index_reference x2 WHERE d2.param = $1 AND d2.code = $2 AND d2.system = $3 AND r2.rid = d2.rid AND r2.type = $4 AND r2.deleted = 0 AND x2.param = $5 AND x2.target = r2.id AND x2.target_type = $6) d1 CROSS JOIN resource r1 CROSS JOIN index_reference x1 WHERE r1.rid = d1.rid AND r1.type = $7 AND r1.deleted = 0 AND x1.param = $8 AND x1.target = r1.id AND x1.target_type = $9) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $10
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $11
-- $1=594153673, $2=1, $3=urn:x, $4=Organization, $5=1052372044, $6=Organization, $7=Encounter, $8=108811582, $9=Encounter, $10=Observation, $11=51

-- has: Patient?_has:Observation:patient:code=http://loinc.org|8867-4
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT DISTINCT o.rid FROM index_token d1 CROSS JOIN resource r1 CROSS JOIN index_reference x1 CROSS JOIN resource o WHERE d1.param = $1 AND d1.code = $2 AND d1.system = $3 AND r1.rid = d1.rid AND r1.type = $4 AND r1.deleted = 0 AND r1.person IS NOT NULL AND r1.person = $5 AND r1.category IN (SELECT value FROM json_each($6)) AND x1.rid = r1.rid AND x1.param = $7 AND x1.target_type = $8 AND o.type = x1.target_type AND o.id = x1.target) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $9
  AND r.deleted = 0
  AND r.person IS NOT NULL AND r.person = $10 AND r.category IN (SELECT value FROM json_each($11))
ORDER BY d.rid
LIMIT $12
-- $1=1397518552, $2=8867-4, $3=http://loinc.org, $4=Observation, $5=p1, $6=["clinical","service"], $7=1838377858, $8=Patient, $9=Patient, $10=p1, $11=["clinical","service"], $12=51

-- has-behind-a-better-start: Patient?identifier=urn:x|1&_has:Observation:patient:status:not=final
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $1 AND d.code = $2 AND d.system = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_reference x1 CROSS JOIN resource r1 WHERE x1.param = $5 AND x1.target = r.id AND x1.target_type = $6 AND r1.rid = x1.rid AND r1.deleted = 0 AND NOT EXISTS (SELECT 1 FROM index_token i1 WHERE i1.param = $7 AND i1.code = $8 AND i1.rid = r1.rid))
ORDER BY d.rid
LIMIT $9
-- $1=1740814797, $2=1, $3=urn:x, $4=Patient, $5=1838377858, $6=Patient, $7=681967772, $8=final, $9=51
