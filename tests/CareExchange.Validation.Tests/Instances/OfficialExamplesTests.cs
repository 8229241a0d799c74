using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Tests;
using CareExchange.Validation.Instances;

namespace CareExchange.Validation.Tests.Instances;

public class OfficialExamplesTests
{
    private const string Drug = "a form that v3-orderableDrugForm, which is complete and minds case, does not have";

    // Examples that break their own specification, each looked at. What they are refused for is listed, so that nothing else slips in.
    private static readonly Dictionary<string, (string Rule, int Count, string Why)[]> Faulty = new(StringComparer.Ordinal)
    {
        ["ActivityDefinition-blood-tubes-supply.json"] = [("txt-2", 1, "its div is empty")],
        ["EventDefinition-example.json"] = [("txt-2", 1, "its div is empty")],
        ["Bundle-3a0707d3-549e-4467-b8b8-5a2ab3800efe.json"] = [("bundle-full-url-id", 1, "Patient/pat2 has the fullUrl …/Patient/pat12"), ("bundle-reference-base", 2, "so two references to it lead nowhere")],
        ["MedicationAdministration-medadmin0312.json"] = [("code-unknown", 1, Drug)],
        ["MedicationDispense-meddisp0301.json"] = [("code-unknown", 1, Drug)],
        ["MedicationRequest-medrx0313.json"] = [("code-unknown", 1, Drug)],
        ["MedicationRequest-medrx0314.json"] = [("code-unknown", 1, Drug)],
        ["MedicationStatement-example003.json"] = [("code-unknown", 1, Drug)],
        ["CapabilityStatement-knowledge-repository.json"] = [("capability-search-type", 5, "url, derived-from and others are string or reference there, uri in R4")],
        ["Measure-measure-cms146-example.json"] = [("measure-criteria", 2, "its library is not to be had by a relative canonical")],
        ["Observation-example-genetics-brcapat.json"] = [("extension-unknown", 1, "an extension of US Core, which R4 does not hold")],
        ["Questionnaire-qs1.json"] = [("cardinality-min", 32, "items without linkId"), ("extension-unknown", 5, "questionnaire-allowedResource was never published")],
        ["ig-r4.json"] = [("cardinality-min", 2, "name and status are missing")],
    };

    // R4 asks for absolute canonicals; these examples were written when `Library/a` was still one, and the HL7 validator refuses them as well.
    private const int RelativeCanonicals = 27;

    [Fact]
    public void The_official_examples_are_valid_but_for_those_that_break_their_own_specification()
    {
        var validator = new ResourceValidator(Schema.R4);
        var (count, relative) = (0, 0);
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            count++;
            var all = validator.Validate(json);
            if (all.Any(issue => issue.Rule == "canonical-relative")) relative++;
            var errors = all.Where(issue => issue.IsError && issue.Rule != "canonical-relative").ToArray();
            var found = errors.GroupBy(issue => issue.Rule).Select(group => (group.Key, group.Count())).Order();
            var known = Faulty.GetValueOrDefault(name, []).Select(fault => (fault.Rule, fault.Count)).Order();
            Assert.True(found.SequenceEqual(known), $"{name}:\n{string.Join('\n', errors.Select(issue => $"{issue.Rule} {issue.Expression} expected {issue.Expected} found {issue.Found}"))}");
        }

        Assert.Equal((354, RelativeCanonicals), (count, relative));
    }
}
