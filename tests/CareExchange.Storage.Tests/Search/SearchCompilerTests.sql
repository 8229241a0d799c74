-- token-with-system: Patient?identifier=urn:x|1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $1 AND i.code = $2 AND i.system = $3 UNION ALL SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $4 AND i.code = $5 AND i.code_system = $6 AND 1 = 1 AND h.rid = i.rid)
  AND r.type = $7
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $8
-- $1=1740814797, $2=1, $3=urn:x, $4=72047184, $5=1, $6=urn:x, $7=Patient, $8=51

-- token-code-only: Patient?identifier=1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $1 AND i.code = $2 UNION ALL SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $3 AND i.code = $4 AND 1 = 1 AND h.rid = i.rid)
  AND r.type = $5
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $6
-- $1=1740814797, $2=1, $3=72047184, $4=1, $5=Patient, $6=51

-- token-alternatives: Patient?identifier=urn:x|1,urn:x|2
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $1 AND i.code = $2 AND i.system = $3 UNION ALL SELECT i.rid FROM index_token i WHERE i.param = $4 AND i.code = $5 AND i.system = $6 UNION ALL SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $7 AND i.code = $8 AND i.code_system = $9 AND 1 = 1 AND h.rid = i.rid UNION ALL SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $10 AND i.code = $11 AND i.code_system = $12 AND 1 = 1 AND h.rid = i.rid)
  AND r.type = $13
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $14
-- $1=1740814797, $2=1, $3=urn:x, $4=1740814797, $5=2, $6=urn:x, $7=72047184, $8=1, $9=urn:x, $10=72047184, $11=2, $12=urn:x, $13=Patient, $14=51

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
  AND NOT r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $2)
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
-- $1=1580679147, $2=p1, $3=Patient, $4=Observation, $5=1397518552, $6=8867-4, $7=http://loinc.org, $8=360118670, $9=1772377200000000, $10=1772290800000000, $11=51

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
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3)
  AND r.type = $4
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $5
-- $1=115114216, $2=김가온, $3=김가온􏿿, $4=Patient, $5=51

-- string-exact-and-contains: Patient?name:exact=Hong&address:contains=동
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_string i WHERE i.param = $1 AND i.value = $2 AND i.exact = $3)
  AND r.type = $4
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_string i WHERE i.param = $5 AND instr(i.value, $6) > 0 AND i.rid = r.rid)
ORDER BY r.rid
LIMIT $7
-- $1=115114216, $2=hong, $3=Hong, $4=Patient, $5=1615306292, $6=동, $7=51

-- date-range: Patient?birthdate=ge1940&birthdate=lt1950
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_date i WHERE i.param = $1 AND (i.high > $2 OR i.low >= $3))
  AND r.type = $4
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_date i WHERE i.param = $5 AND i.low < $6 AND i.rid = r.rid)
ORDER BY r.rid
LIMIT $7
-- $1=1047909011, $2=-915181200000000, $3=-946803600000000, $4=Patient, $5=1047909011, $6=-631184400000000, $7=51

-- quantity: Observation?value-quantity=gt5.4|http://unitsofmeasure.org|mg
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_quantity i WHERE i.param = $1 AND i.unit = $2 AND i.high > $3)
  AND r.type = $4
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $5
-- $1=33138086, $2=g, $3=0.0054, $4=Observation, $5=51

-- number: RiskAssessment?probability=0.2
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_number i WHERE i.param = $1 AND i.low >= $2 AND i.high < $3)
  AND r.type = $4
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $5
-- $1=787335022, $2=0.15, $3=0.25, $4=RiskAssessment, $5=51

-- uri-below: ValueSet?url:below=http://example.org/vs
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_uri i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3)
  AND r.type = $4
  AND r.deleted = 0
ORDER BY r.rid
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
  AND r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6
ORDER BY d.rid
LIMIT $7
-- $1=1397518552, $2=8867-4, $3=Observation, $4=clinical, $5=service, $6=p1, $7=51

-- access-many: Observation?
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.category IN ($2, $3) AND r.person IS NOT NULL AND r.person = $4
  AND NOT (r.source = $5 AND r.person IS NOT NULL AND r.person = $6)
ORDER BY r.rid
LIMIT $7
-- $1=Observation, $2=clinical, $3=service, $4=p1, $5=clinic, $6=p1, $7=51

-- access-two-grants: Observation?
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.person IN (SELECT value FROM json_each($2))
  AND ((r.source = $3 AND r.person IS NOT NULL AND r.person IN ($4, $5)) OR (r.category IN ($6, $7) AND r.person IS NOT NULL AND r.person = $8))
ORDER BY r.rid
LIMIT $9
-- $1=Observation, $2=["p2","p3","p1"], $3=nhis, $4=p2, $5=p3, $6=clinical, $7=service, $8=p1, $9=51

-- chain: Observation?subject:Patient.identifier=urn:x|1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT x1.rid FROM (SELECT i1.rid FROM index_token i1 WHERE i1.param = $1 AND i1.code = $2 AND i1.system = $3 UNION SELECT i1.rid FROM index_composite i1 CROSS JOIN resource h1 WHERE i1.param = $4 AND i1.code = $5 AND i1.code_system = $6 AND 1 = 1 AND h1.rid = i1.rid) d1 CROSS JOIN resource r1 CROSS JOIN index_reference x1 WHERE r1.rid = d1.rid AND r1.type = $7 AND r1.deleted = 0 AND x1.param = $8 AND x1.target_type = $9 AND x1.target = r1.id UNION ALL SELECT d.rid FROM index_token d WHERE d.param = $10 AND d.code = $11 AND d.system = $12)
  AND r.type = $13
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $14
-- $1=1740814797, $2=1, $3=urn:x, $4=72047184, $5=1, $6=urn:x, $7=Patient, $8=1580679147, $9=Patient, $10=1664127007, $11=1, $12=urn:x, $13=Observation, $14=51

-- chain-behind-a-better-start: Observation?patient=p1&performer:Organization.name=clinic
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_reference d CROSS JOIN resource r
WHERE d.param = $1 AND d.target = $2 AND d.target_type = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $7
  AND (EXISTS (SELECT 1 FROM index_reference x1 CROSS JOIN resource r1 WHERE x1.rid = r.rid AND x1.param = $8 AND x1.target_type = $9 AND r1.type = x1.target_type AND r1.id = x1.target AND r1.deleted = 0 AND r1.category IN ($5, $6) AND r1.person IS NOT NULL AND r1.person = $10 AND EXISTS (SELECT 1 FROM index_string i1 WHERE i1.param = $11 AND i1.value >= $12 AND i1.value < $13 AND i1.rid = r1.rid)) OR (EXISTS (SELECT 1 FROM index_reference m WHERE m.param = $14 AND m.target = '' AND m.target_type = '' AND m.rid = r.rid) AND EXISTS (SELECT 1 FROM index_string i WHERE i.param = $15 AND i.value >= $16 AND i.value < $17 AND i.rid = r.rid)))
ORDER BY d.rid
LIMIT $18
-- $1=1580679147, $2=p1, $3=Patient, $4=Observation, $5=clinical, $6=service, $7=p1, $8=441005538, $9=Organization, $10=p1, $11=247293050, $12=clinic, $13=clinic􏿿, $14=1402649316, $15=1069875293, $16=clinic, $17=clinic􏿿, $18=51

-- chain-of-two: Observation?encounter:Encounter.service-provider:Organization.identifier=urn:x|1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT x1.rid FROM (SELECT DISTINCT x2.rid FROM index_token d2 CROSS JOIN resource r2 CROSS JOIN index_reference x2 WHERE d2.param = $1 AND d2.code = $2 AND d2.system = $3 AND r2.rid = d2.rid AND r2.type = $4 AND r2.deleted = 0 AND x2.param = $5 AND x2.target_type = $6 AND x2.target = r2.id UNION SELECT d1.rid FROM index_token d1 WHERE d1.param = $7 AND d1.code = $8 AND d1.system = $9) d1 CROSS JOIN resource r1 CROSS JOIN index_reference x1 WHERE r1.rid = d1.rid AND r1.type = $10 AND r1.deleted = 0 AND x1.param = $11 AND x1.target_type = $12 AND x1.target = r1.id UNION ALL SELECT d.rid FROM (SELECT DISTINCT x1.rid FROM index_token d1 CROSS JOIN resource r1 CROSS JOIN index_reference x1 WHERE d1.param = $13 AND d1.code = $14 AND d1.system = $15 AND r1.rid = d1.rid AND r1.type = $16 AND r1.deleted = 0 AND x1.param = $17 AND x1.target_type = $18 AND x1.target = r1.id UNION SELECT d.rid FROM index_token d WHERE d.param = $19 AND d.code = $20 AND d.system = $21) d)
  AND r.type = $22
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $23
-- $1=594153673, $2=1, $3=urn:x, $4=Organization, $5=1052372044, $6=Organization, $7=323174881, $8=1, $9=urn:x, $10=Encounter, $11=108811582, $12=Encounter, $13=594153673, $14=1, $15=urn:x, $16=Organization, $17=265053043, $18=Organization, $19=1616163435, $20=1, $21=urn:x, $22=Observation, $23=51

-- has: Patient?_has:Observation:patient:code=http://loinc.org|8867-4
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT o.rid FROM index_token d1 CROSS JOIN resource r1 CROSS JOIN index_reference x1 CROSS JOIN resource o WHERE d1.param = $1 AND d1.code = $2 AND d1.system = $3 AND r1.rid = d1.rid AND r1.type = $4 AND r1.deleted = 0 AND r1.category IN ($5, $6) AND r1.person IS NOT NULL AND r1.person = $7 AND x1.rid = r1.rid AND x1.param = $8 AND x1.target_type = $9 AND o.type = x1.target_type AND o.id = x1.target)
  AND r.type = $10
  AND r.deleted = 0
  AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $11
ORDER BY r.rid
LIMIT $12
-- $1=1397518552, $2=8867-4, $3=http://loinc.org, $4=Observation, $5=clinical, $6=service, $7=p1, $8=1580679147, $9=Patient, $10=Patient, $11=p1, $12=51

-- composite: Observation?combo-code-value-quantity=http://loinc.org|8480-6$gt140|http://unitsofmeasure.org|mm[Hg]
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT d.rid AS rid FROM index_token d CROSS JOIN resource r WHERE d.param = $1 AND d.code = $2 AND d.system = $3 AND r.rid = d.rid AND r.type = $4 AND r.deleted = 0 AND EXISTS (SELECT 1 FROM index_quantity i WHERE i.param = $5 AND i.unit = $6 AND i.high > $7 AND i.rid = r.rid) UNION ALL SELECT d.rid AS rid FROM (SELECT DISTINCT i.rid FROM index_composite i WHERE i.param = $8 AND i.code = $9 AND i.code_system = $10 AND i.value = $11 AND i.high > $12) d CROSS JOIN resource r WHERE r.rid = d.rid AND r.type = $13 AND r.deleted = 0)
  AND r.type = $14
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $15
-- $1=1397518552, $2=8480-6, $3=http://loinc.org, $4=Observation, $5=33138086, $6=g.m-1.s-2, $7=18665080, $8=875227648, $9=8480-6, $10=http://loinc.org, $11=g.m-1.s-2, $12=18665080, $13=Observation, $14=Observation, $15=51

-- composite-behind-a-better-start: Observation?patient=p1&code-value-concept=c1$yes
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_reference d CROSS JOIN resource r
WHERE d.param = $1 AND d.target = $2 AND d.target_type = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $7
  AND EXISTS (SELECT 1 FROM index_token i WHERE i.param = $8 AND i.code = $9 AND i.rid = r.rid)
  AND EXISTS (SELECT 1 FROM index_token i WHERE i.param = $10 AND i.code = $11 AND i.rid = r.rid)
ORDER BY d.rid
LIMIT $12
-- $1=1580679147, $2=p1, $3=Patient, $4=Observation, $5=clinical, $6=service, $7=p1, $8=1397518552, $9=c1, $10=1173706087, $11=yes, $12=51

-- token-text: Observation?code:text=systolic
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3)
  AND r.type = $4
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $5
-- $1=1893195301, $2=systolic, $3=systolic􏿿, $4=Observation, $5=51

-- token-in: Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender&identifier=1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $1 AND i.code = $2 UNION ALL SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $3 AND i.code = $4 AND 1 = 1 AND h.rid = i.rid)
  AND r.type = $5
  AND r.deleted = 0
  AND r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $6 AND i.code IN (SELECT value FROM json_each($7)) AND i.system = $8)
ORDER BY r.rid
LIMIT $9
-- $1=1740814797, $2=1, $3=72047184, $4=1, $5=Patient, $6=1715323216, $7=["male","female","other","unknown"], $8=http://hl7.org/fhir/administrative-gender, $9=51

-- token-below-first: Encounter?class:below=http://terminology.hl7.org/CodeSystem/v3-ActCode|IMP
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $1 AND i.code IN (SELECT value FROM json_each($2)) AND i.system = $3)
  AND r.type = $4
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $5
-- $1=1724581171, $2=["IMP","ACUTE","NONAC"], $3=http://terminology.hl7.org/CodeSystem/v3-ActCode, $4=Encounter, $5=51

-- of-type: Patient?identifier:of-type=urn:t|MR|1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $1 AND d.code = $2 AND d.system = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $5
-- $1=874029909, $2=MR|1, $3=urn:t, $4=Patient, $5=51

-- uri-above: ValueSet?url:above=http://example.org/vs/a
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_uri i WHERE i.param = $1 AND i.value IN (SELECT value FROM json_each($2)))
  AND r.type = $3
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $4
-- $1=1391693378, $2=["http://example.org/vs/a","http://example.org","http://example.org/","http://example.org/vs","http://example.org/vs/"], $3=ValueSet, $4=51

-- initials: Patient?name=ㅎㄱㄷ
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3 UNION ALL SELECT i.rid FROM index_string i WHERE i.param = $4 AND i.value >= $5 AND i.value < $6)
  AND r.type = $7
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $8
-- $1=115114216, $2=ᄒᄀᄃ, $3=ᄒᄀᄃ􏿿, $4=1368561143, $5=ㅎㄱㄷ, $6=ㅎㄱㄷ􏿿, $7=Patient, $8=51

-- date-from: Observation?date=ge2026-03-01
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_date i WHERE i.param = $1 AND (i.high > $2 OR i.low >= $3))
  AND r.type = $4
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $5
-- $1=360118670, $2=1772377200000000, $3=1772290800000000, $4=Observation, $5=51

-- date-until: Observation?date=ge2026-03-01&date=le2026-03-31&status=final
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_date i WHERE i.param = $1 AND (i.high > $2 OR i.low >= $3))
  AND r.type = $4
  AND r.deleted = 0
  AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $7
  AND EXISTS (SELECT 1 FROM index_date i WHERE i.param = $8 AND i.low < $9 AND (i.low < $10 OR i.high <= $11) AND i.rid = r.rid)
  AND EXISTS (SELECT 1 FROM index_token i WHERE i.param = $12 AND i.code = $13 AND i.rid = r.rid)
ORDER BY r.rid
LIMIT $14
-- $1=360118670, $2=1772377200000000, $3=1772290800000000, $4=Observation, $5=clinical, $6=service, $7=p1, $8=360118670, $9=1774969200000000, $10=1774882800000000, $11=1774969200000000, $12=681967772, $13=final, $14=51

-- has-any: Organization?_id=o1&_revinclude=*
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.id = $2
ORDER BY r.rid
LIMIT $3
-- $1=Organization, $2=o1, $3=51

-- not-this-one: Patient?name=kim&_id:not=p1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3)
  AND r.type = $4
  AND r.deleted = 0
  AND NOT r.id = $5
ORDER BY r.rid
LIMIT $6
-- $1=115114216, $2=kim, $3=kim􏿿, $4=Patient, $5=p1, $6=51

-- near: Location?near=37.5|127|5|km
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_composite i WHERE i.param = $1 AND i.code = '' AND i.value = '' AND i.low >= $5 AND i.low <= $6 AND (i.high - $2) * (i.high - $2) + (i.low2 - $3) * (i.low2 - $3) + (i.high2 - $4) * (i.high2 - $4) <= $7)
  AND r.type = $8
  AND r.deleted = 0
ORDER BY r.rid
LIMIT $9
-- $1=171441374, $2=-0.4774519588551246, $3=0.633600149571214, $4=0.6087614290087207, $5=37.455033980813774, $6=37.544966019186226, $7=6.159189654973858E-07, $8=Location, $9=51

-- list: Patient?_list=l1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT o.rid FROM resource r1 CROSS JOIN index_reference x1 CROSS JOIN resource o WHERE r1.type = $1 AND r1.deleted = 0 AND r1.category IN ($2, $3) AND r1.person IS NOT NULL AND r1.person = $4 AND r1.id = $5 AND x1.rid = r1.rid AND x1.param = $6 AND x1.target_type = $7 AND o.type = x1.target_type AND o.id = x1.target)
  AND r.type = $8
  AND r.deleted = 0
  AND r.category IN ($2, $3) AND r.person IS NOT NULL AND r.person = $9
ORDER BY r.rid
LIMIT $10
-- $1=List, $2=clinical, $3=service, $4=p1, $5=l1, $6=1350109220, $7=Patient, $8=Patient, $9=p1, $10=51

-- filter: Patient?_filter=(name sw hong or identifier eq 1) and not (gender eq male)
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT d.rid AS rid FROM (SELECT DISTINCT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3) d CROSS JOIN resource r WHERE r.rid = d.rid AND r.type = $4 AND r.deleted = 0 AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $7 UNION ALL SELECT d.rid AS rid FROM (SELECT i.rid FROM index_token i WHERE i.param = $8 AND i.code = $9 UNION SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $10 AND i.code = $11 AND i.value IN ($5, $6) AND h.person IS NOT NULL AND h.person = $12 AND h.rid = i.rid) d CROSS JOIN resource r WHERE r.rid = d.rid AND r.type = $13 AND r.deleted = 0 AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $14)
  AND r.type = $15
  AND r.deleted = 0
  AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $16
  AND NOT (EXISTS (SELECT 1 FROM index_token i WHERE i.param = $17 AND i.code = $18 AND i.rid = r.rid))
ORDER BY r.rid
LIMIT $19
-- $1=115114216, $2=hong, $3=hong􏿿, $4=Patient, $5=clinical, $6=service, $7=p1, $8=1740814797, $9=1, $10=72047184, $11=1, $12=p1, $13=Patient, $14=p1, $15=Patient, $16=p1, $17=1715323216, $18=male, $19=51

-- filter-through-a-reference: Observation?_filter=code eq 8867-4 or subject[gender eq male].name co kim
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND (EXISTS (SELECT 1 FROM index_token i WHERE i.param = $2 AND i.code = $3 AND i.rid = r.rid) OR (EXISTS (SELECT 1 FROM index_reference x1 CROSS JOIN resource r1 WHERE x1.rid = r.rid AND x1.param = $4 AND x1.target_type = $5 AND r1.type = x1.target_type AND r1.id = x1.target AND r1.deleted = 0 AND (EXISTS (SELECT 1 FROM index_token i1 WHERE i1.param = $6 AND i1.code = $7 AND i1.rid = r1.rid) AND EXISTS (SELECT 1 FROM index_string i1 WHERE i1.param = $8 AND instr(i1.value, $9) > 0 AND i1.rid = r1.rid))) OR (EXISTS (SELECT 1 FROM index_reference m WHERE m.param = $10 AND m.target = '' AND m.target_type = '' AND m.rid = r.rid) AND (EXISTS (SELECT 1 FROM index_token i WHERE i.param = $11 AND i.code = $12 AND i.rid = r.rid) AND EXISTS (SELECT 1 FROM index_string i WHERE i.param = $13 AND instr(i.value, $14) > 0 AND i.rid = r.rid)))))
ORDER BY r.rid
LIMIT $15
-- $1=Observation, $2=1397518552, $3=8867-4, $4=1580679147, $5=Patient, $6=1715323216, $7=male, $8=115114216, $9=kim, $10=182033577, $11=1755908093, $12=male, $13=2067182109, $14=kim, $15=51

-- sorted-by-date: Observation?patient=p1&_sort=-date
SELECT r.id, r.rid, (SELECT max(rid) FROM resource), k.k1
FROM (SELECT * FROM (SELECT d.rid AS rid, (SELECT max(s.low) FROM index_date s WHERE s.rid = r.rid AND s.param = $2) AS k1
FROM index_reference d CROSS JOIN resource r
WHERE d.param = $3 AND d.target = $4 AND d.target_type = $5
  AND r.rid = d.rid
  AND r.type = $6
  AND r.deleted = 0
  AND r.category IN ($7, $8) AND r.person IS NOT NULL AND r.person = $9) b
ORDER BY b.k1 DESC NULLS LAST, b.rid DESC
LIMIT $1) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.k1 DESC NULLS LAST, k.rid DESC
-- $1=51, $2=360118670, $3=1580679147, $4=p1, $5=Patient, $6=Observation, $7=clinical, $8=service, $9=p1

-- sorted-by-two-keys: Patient?name=kim&_sort=gender,-birthdate
SELECT r.id, r.rid, (SELECT max(rid) FROM resource), k.k1, k.k2
FROM (SELECT * FROM (WITH c AS (SELECT d.rid AS rid, NULL AS k1, (SELECT max(s.low) FROM index_date s WHERE s.rid = r.rid AND s.param = $2) AS k2
FROM (SELECT DISTINCT i.rid FROM index_string i WHERE i.param = $3 AND i.value >= $4 AND i.value < $5) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $6
  AND r.deleted = 0)
SELECT u.rid, min(u.k1) AS k1, max(u.k2) AS k2
FROM (SELECT * FROM c
UNION ALL
SELECT s.rid, s.code, NULL FROM index_token s WHERE s.param = $7 AND s.code <> '' AND s.rid IN (SELECT c.rid FROM c)) u GROUP BY u.rid) b
ORDER BY b.k1 NULLS LAST, b.k2 DESC NULLS LAST, b.rid
LIMIT $1) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.k1 NULLS LAST, k.k2 DESC NULLS LAST, k.rid
-- $1=51, $2=1047909011, $3=115114216, $4=kim, $5=kim􏿿, $6=Patient, $7=1715323216

-- sorted-type-walks-the-index: Patient?_sort=-birthdate,family
SELECT r.id, r.rid, (SELECT max(rid) FROM resource), k.k1, k.k2
FROM (SELECT * FROM (SELECT s.rid AS rid, s.low AS k1, (SELECT min(s.value) FROM index_string s WHERE s.rid = r.rid AND s.param = $1 AND s.value <> '') AS k2
FROM index_date s CROSS JOIN resource r
WHERE s.param = $3
  AND r.rid = s.rid
  AND r.type = $2
  AND r.deleted = 0
  AND NOT EXISTS (SELECT 1 FROM index_date e WHERE e.param = $3 AND e.rid = s.rid AND (e.low > s.low OR (e.low = s.low AND e.high < s.high)))) b
ORDER BY b.k1 DESC, b.k2 NULLS LAST, b.rid DESC
LIMIT $4) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.k1 DESC NULLS LAST, k.k2 NULLS LAST, k.rid DESC
-- $1=1113692688, $2=Patient, $3=1047909011, $4=51

-- sorted-type-of-one-person: Observation?_sort=-date
SELECT r.id, r.rid, (SELECT max(rid) FROM resource), k.k1
FROM (SELECT * FROM (SELECT r.rid AS rid, (SELECT max(s.low) FROM index_date s WHERE s.rid = r.rid AND s.param = $2) AS k1
FROM resource r
WHERE r.type = $3
  AND r.deleted = 0
  AND r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) b
ORDER BY b.k1 DESC NULLS LAST, b.rid DESC
LIMIT $1) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.k1 DESC NULLS LAST, k.rid DESC
-- $1=51, $2=360118670, $3=Observation, $4=clinical, $5=service, $6=p1

-- words: Observation?_content=기침 or cough*&patient=p1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_reference d CROSS JOIN resource r
WHERE d.param = $1 AND d.target = $2 AND d.target_type = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $7
  AND ((r.updated, r.rid) <= ($8, $9) AND r.rid IN (SELECT rowid AS rid FROM text_index WHERE text_index MATCH $10) OR r.rid IN (SELECT value FROM json_each($11)))
ORDER BY d.rid
LIMIT $12
-- $1=1580679147, $2=p1, $3=Patient, $4=Observation, $5=clinical, $6=service, $7=p1, $8=9223372036854775807, $9=9223372036854775807, $10={content} : ("기침" OR "cough" *), $11=[], $12=51

-- words-alone: Observation?_text=기침
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT rowid AS rid FROM text_index WHERE text_index MATCH $1 UNION SELECT value AS rid FROM json_each($2)) d CROSS JOIN resource r
WHERE ((r.updated, r.rid) <= ($3, $4) OR r.rid IN (SELECT value FROM json_each($5)))
  AND r.rid = d.rid
  AND r.type = $6
  AND r.deleted = 0
ORDER BY d.rid
LIMIT $7
-- $1={narrative} : "기침", $2=[], $3=9223372036854775807, $4=9223372036854775807, $5=[], $6=Observation, $7=51

-- a-name-before-a-gender: Patient?gender=female&name=kim
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3)
  AND r.type = $4
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_token i WHERE i.param = $5 AND i.code = $6 AND i.rid = r.rid)
ORDER BY r.rid
LIMIT $7
-- $1=115114216, $2=kim, $3=kim􏿿, $4=Patient, $5=1715323216, $6=female, $7=51

-- sorted-behind-a-gender-walks-the-index: Patient?gender=female&_sort=birthdate
SELECT r.id, r.rid, (SELECT max(rid) FROM resource), k.k1
FROM (SELECT * FROM (SELECT s.rid AS rid, s.low AS k1
FROM index_date s CROSS JOIN resource r
WHERE s.param = $4
  AND r.rid = s.rid
  AND r.type = $1
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_token i WHERE i.param = $2 AND i.code = $3 AND i.rid = r.rid)
  AND NOT EXISTS (SELECT 1 FROM index_date e WHERE e.param = $4 AND e.rid = s.rid AND (e.low < s.low OR (e.low = s.low AND e.high < s.high)))) b
ORDER BY b.k1, b.rid
LIMIT $5) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.k1 NULLS LAST, k.rid
-- $1=Patient, $2=1715323216, $3=female, $4=1047909011, $5=51

-- token-missing: Observation?patient=p1&code:missing=true&date:missing=false
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_reference d CROSS JOIN resource r
WHERE d.param = $1 AND d.target = $2 AND d.target_type = $3
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND NOT r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $5)
  AND EXISTS (SELECT i.rid FROM index_date i WHERE i.param = $6 AND i.rid = r.rid)
ORDER BY d.rid
LIMIT $7
-- $1=1580679147, $2=p1, $3=Patient, $4=Observation, $5=1397518552, $6=360118670, $7=51

-- not-in: Patient?name=kim&gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3)
  AND r.type = $4
  AND r.deleted = 0
  AND NOT r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $5 AND i.code IN (SELECT value FROM json_each($6)) AND i.system = $7)
ORDER BY r.rid
LIMIT $8
-- $1=115114216, $2=kim, $3=kim􏿿, $4=Patient, $5=1715323216, $6=["male","female","other","unknown"], $7=http://hl7.org/fhir/administrative-gender, $8=51

-- part-shown: Patient?name=kim
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_string i WHERE i.param = $1 AND i.value >= $2 AND i.value < $3)
  AND ((NOT EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $4) OR (r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $7) OR (r.category = $8 AND r.person IS NOT NULL AND r.person = $9 AND NOT ((r.source = $10 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $11 AND st.code = $10)) AND r.category = $12))) OR (r.category = $12 AND EXISTS (SELECT 1 FROM index_string i WHERE i.param = $13 AND i.value >= $14 AND i.value < $15 AND i.rid = r.rid)))
  AND r.type = $16
  AND r.deleted = 0
  AND ((r.category = $8 AND r.person IS NOT NULL AND r.person = $9) OR (r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $7) OR ((r.source = $10 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $17 AND st.code = $10)) AND r.category = $12))
ORDER BY r.rid
LIMIT $18
-- $1=115114216, $2=kim, $3=kim􏿿, $4=1026940808, $5=clinical, $6=service, $7=p1, $8=clinical, $9=p2, $10=clinic, $11=1026940808, $12=identity, $13=2092643048, $14=kim, $15=kim􏿿, $16=Patient, $17=1026940808, $18=51

-- part-kept-back: Patient?phone=010&_sort=-birthdate
SELECT r.id, r.rid, (SELECT max(rid) FROM resource), k.k1
FROM (SELECT * FROM (SELECT d.rid AS rid, (CASE WHEN ((NOT (r.category = $3) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8 AND NOT ((r.source = $9 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $10 AND st.code = $9)) AND r.category = $3))) AND (NOT EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $11) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8 AND NOT ((r.source = $9 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $12 AND st.code = $9)) AND r.category = $3)))) THEN (SELECT max(s.low) FROM index_date s WHERE s.rid = r.rid AND s.param = $2) END) AS k1
FROM index_token d CROSS JOIN resource r
WHERE d.param = $13 AND d.code = $14
  AND NOT EXISTS (SELECT 1 FROM index_token e WHERE e.param = d.param AND e.code = d.code AND e.rid = d.rid AND e.system < d.system)
  AND r.rid = d.rid
  AND ((NOT (r.category = $3) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8 AND NOT ((r.source = $9 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $15 AND st.code = $9)) AND r.category = $3))) AND (NOT EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $16) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8 AND NOT ((r.source = $9 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $17 AND st.code = $9)) AND r.category = $3))))
  AND r.type = $18
  AND r.deleted = 0
  AND ((r.category = $7 AND r.person IS NOT NULL AND r.person = $8) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR ((r.source = $9 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r.rid AND st.param = $19 AND st.code = $9)) AND r.category = $3))) b
ORDER BY b.k1 DESC NULLS LAST, b.rid DESC
LIMIT $1) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.k1 DESC NULLS LAST, k.rid DESC
-- $1=51, $2=1047909011, $3=identity, $4=clinical, $5=service, $6=p1, $7=clinical, $8=p2, $9=clinic, $10=1026940808, $11=1026940808, $12=1026940808, $13=332176873, $14=010, $15=1026940808, $16=1026940808, $17=1026940808, $18=Patient, $19=1026940808

-- part-kept-back-behind-a-chain: Observation?subject:Patient.address-city:missing=true&code=1
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $1 AND d.code = $2
  AND NOT EXISTS (SELECT 1 FROM index_token e WHERE e.param = d.param AND e.code = d.code AND e.rid = d.rid AND e.system < d.system)
  AND r.rid = d.rid
  AND (NOT (r.category = $3) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8 AND NOT (r.source = $9 AND r.category = $3)))
  AND r.type = $10
  AND r.deleted = 0
  AND ((r.source = $9 AND r.category = $3) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6))
  AND (EXISTS (SELECT 1 FROM index_reference x1 CROSS JOIN resource r1 WHERE x1.rid = r.rid AND x1.param = $11 AND x1.target_type = $12 AND r1.type = x1.target_type AND r1.id = x1.target AND (NOT (r.category = $3) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8 AND NOT (r.source = $9 AND r.category = $3))) AND r1.deleted = 0 AND ((r1.category IN ($4, $5) AND r1.person IS NOT NULL AND r1.person = $6) OR ((r1.source = $9 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r1.rid AND st.param = $13 AND st.code = $9)) AND r1.category = $3)) AND NOT (EXISTS (SELECT i1.rid FROM index_string i1 WHERE i1.param = $14 AND i1.rid = r1.rid) AND ((NOT (r1.category = $3) OR (r1.category IN ($4, $5) AND r1.person IS NOT NULL AND r1.person = $6) OR (r1.category = $7 AND r1.person IS NOT NULL AND r1.person = $8 AND NOT ((r1.source = $9 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r1.rid AND st.param = $15 AND st.code = $9)) AND r1.category = $3))) AND (NOT EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r1.rid AND st.param = $16) OR (r1.category IN ($4, $5) AND r1.person IS NOT NULL AND r1.person = $6) OR (r1.category = $7 AND r1.person IS NOT NULL AND r1.person = $8 AND NOT ((r1.source = $9 OR EXISTS (SELECT 1 FROM index_composite st WHERE st.rid = r1.rid AND st.param = $17 AND st.code = $9)) AND r1.category = $3)))))) OR (EXISTS (SELECT 1 FROM index_reference m WHERE m.param = $18 AND m.target = '' AND m.target_type = '' AND m.rid = r.rid) AND (NOT (r.category = $3) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8 AND NOT (r.source = $9 AND r.category = $3))) AND NOT (EXISTS (SELECT i.rid FROM index_string i WHERE i.param = $19 AND i.rid = r.rid) AND (NOT (r.category = $3) OR (r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6) OR (r.category = $7 AND r.person IS NOT NULL AND r.person = $8 AND NOT (r.source = $9 AND r.category = $3))))))
ORDER BY d.rid
LIMIT $20
-- $1=1397518552, $2=1, $3=identity, $4=clinical, $5=service, $6=p1, $7=clinical, $8=p2, $9=clinic, $10=Observation, $11=1580679147, $12=Patient, $13=1026940808, $14=1622878830, $15=1026940808, $16=1026940808, $17=1026940808, $18=182033577, $19=320738925, $20=51

-- has-behind-a-better-start: Patient?identifier=urn:x|1&_has:Observation:patient:status:not=final
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM resource r NOT INDEXED
WHERE r.rid IN (SELECT i.rid FROM index_token i WHERE i.param = $1 AND i.code = $2 AND i.system = $3 UNION ALL SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $4 AND i.code = $5 AND i.code_system = $6 AND 1 = 1 AND h.rid = i.rid)
  AND r.type = $7
  AND r.deleted = 0
  AND EXISTS (SELECT 1 FROM index_reference x1 CROSS JOIN resource r1 WHERE x1.param = $8 AND x1.target_type = $9 AND x1.target = r.id AND r1.rid = x1.rid AND r1.deleted = 0 AND NOT EXISTS (SELECT 1 FROM index_token i1 WHERE i1.param = $10 AND i1.code = $11 AND i1.rid = r1.rid))
ORDER BY r.rid
LIMIT $12
-- $1=1740814797, $2=1, $3=urn:x, $4=72047184, $5=1, $6=urn:x, $7=Patient, $8=1580679147, $9=Patient, $10=681967772, $11=final, $12=51
