using CareExchange.Exchange.Referrals;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Tests;

public class ReadmeExampleTests
{
    [Fact]
    public void A_task_is_read_into_the_one_vocabulary_of_referrals()
    {
        var task = FhirDocument.Parse(
            """
            {"resourceType":"Task","status":"in-progress","intent":"order",
             "businessStatus":{"coding":[{"system":"urn:careexchange:referral-status","code":"no-show"}]}}
            """u8.ToArray(), Schema.R4).Value!;
        var state = ReferralMachine.Read(task.Root, default).Value!.State; // ReferralState.NoShow: one vocabulary for every partner's dialect

        Assert.Equal(ReferralState.NoShow, state);
    }
}
