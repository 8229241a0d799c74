namespace CareExchange.Server.Rest;

/// <summary>What the operator sets for the REST door.</summary>
/// <param name="PublicAddress">The address that links begin with where a proxy stands before the gateway, without <c>/fhir</c>; null for the one that was asked.</param>
/// <param name="BodyLimit">The largest body that is read, in bytes, unpacked.</param>
/// <param name="HasCors">True where browser applications of other origins are answered.</param>
/// <param name="DeletesMany">True where one conditional delete may delete more than one resource.</param>
/// <param name="MostWaiting">How many asynchronous requests of one requester may wait at a time.</param>
internal sealed record RestSettings(string? PublicAddress, int BodyLimit, bool HasCors, bool DeletesMany, int MostWaiting)
{
    /// <summary>RFC 6797: only said over TLS; from then on the browser asks by no other way.</summary>
    public const string TransportSecurity = "max-age=31536000; includeSubDomains";

    /// <summary>True where a proxy before it speaks TLS to the world.</summary>
    public bool IsSecureOutside { get; } = PublicAddress?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
}
