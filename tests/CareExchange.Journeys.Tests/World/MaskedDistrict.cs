using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.World;

/// <summary>A district whose operator hides identifiers from everybody: some masked, some left out.</summary>
public sealed class MaskedDistrict : District
{
    /// <inheritdoc/>
    protected override GatewayOptions Change(GatewayOptions options) => options with
    {
        Masking = [.. RequesterRole.All.SelectMany(role => (MaskingRule[])
        [
            new(role.Code, "phone", "masked"), new(role.Code, "email", "absent"), new(role.Code, "address", "masked"), new(role.Code, "unique-number", "masked"), new(role.Code, "account-number", "absent"),
        ])],
    };
}
