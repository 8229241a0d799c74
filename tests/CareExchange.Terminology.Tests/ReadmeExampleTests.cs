using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Terminology.Tests;

public class ReadmeExampleTests
{
    [Fact]
    [Trait("pain", "13")]
    public void A_code_is_in_a_value_set_or_not_or_not_evaluated()
    {
        var membership = new ValueSetMembership(Schema.R4);

        bool? known = membership.Contains("http://hl7.org/fhir/ValueSet/administrative-gender", "http://hl7.org/fhir/administrative-gender", "female"); // true
        bool? wrong = membership.Contains("http://hl7.org/fhir/ValueSet/administrative-gender", system: null, "woman"); // false
        bool? unasked = membership.Contains("http://hl7.org/fhir/ValueSet/condition-code", "http://snomed.info/sct", "38341003"); // null: not in the packs

        Assert.Equal((true, false, null), (known, wrong, unasked));
    }
}
