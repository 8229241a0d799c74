using CareExchange.Exchange.Reading;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Exchange.Tests.Reading;

public sealed class LookWordsTests
{
    [Fact]
    public void Whatever_can_be_about_a_person_has_a_name_in_both_languages()
    {
        var types = Schema.R4.Compartments.Single(compartment => compartment.Code == "Patient").Parameters.Keys.Append("Task");
        Assert.DoesNotContain(types, type => LookWords.Items([type]) is var named && (named.Korean == type || named.English == type));
    }
}
