using CareExchange.Exchange.Requests;
using Xunit;

namespace CareExchange.Exchange.Tests.Requests;

public sealed class PurposeOfUseTests
{
    [Theory]
    [InlineData("BTG", "TREAT", true)]
    [InlineData("COC", "TREAT", true)]
    [InlineData("TREAT", "BTG", false)]
    [InlineData("CAREMGT", "HOPERAT", true)]
    [InlineData("CAREMGT", "TREAT", false)]
    public void A_narrower_purpose_lies_within_a_wider_one(string purpose, string wider, bool within) =>
        Assert.Equal(within, PurposeOfUse.Find(purpose)!.IsWithin(wider));

    [Fact]
    public void Every_purpose_is_a_code_of_the_official_system()
    {
        var official = CareExchange.Fhir.Definitions.Schema.R4.FindCodeSystem(PurposeOfUse.System);

        Assert.NotNull(official);
        Assert.All(PurposeOfUse.All, purpose => Assert.Contains(official.Concepts, concept => concept.Code == purpose.Code));
    }
}
