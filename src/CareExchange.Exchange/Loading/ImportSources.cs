using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Loading;

/// <summary>From where an import may fetch; nobody makes the gateway knock at a door of the inner network by naming it (SSRF).</summary>
/// <param name="Allowed">Beginnings of addresses, each ending in a slash.</param>
/// <param name="OpenAsync">Opens an address that is allowed; follows no redirect.</param>
public sealed record ImportSources(IReadOnlyList<string> Allowed, Func<Uri, CancellationToken, Task<Stream>> OpenAsync)
{
    // Whoever opens the path may decode it once more: .NET takes %2f and %2e of file addresses apart by itself, but not %5c, and a web server does as it likes.
    private static readonly string[] s_veiled = ["%2e", "%2f", "%5c"];

    /// <summary>The address, if it may be fetched; or <c>import-source</c>.</summary>
    public Outcome<Uri> Check(string address)
    {
        // Compared as the parsed address prints itself, so that no dots, encodings or user parts lead elsewhere.
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "file" && uri.UserInfo.Length == 0
            && !s_veiled.Any(sign => uri.AbsoluteUri.Contains(sign, StringComparison.OrdinalIgnoreCase))
            && Allowed.Any(start => Uri.TryCreate(start, UriKind.Absolute, out var allowed) && allowed.AbsoluteUri.EndsWith('/') && uri.AbsoluteUri.StartsWith(allowed.AbsoluteUri, StringComparison.Ordinal)))
        {
            return uri;
        }

        return Issue.Error("forbidden", "import-source", "The gateway does not fetch from this address.", "게이트웨이가 가져올 수 없는 주소입니다.") with { Expected = "an address that the operator allows" };
    }
}
