using System.Net;
using CareExchange.Exchange.Sending;

namespace CareExchange.Server.Partners;

/// <summary>A kind of message that is sent to a partner instead of waiting to be fetched. Off unless it is configured.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Output">The name of the kind in its manifest's <c>out</c>.</param>
/// <param name="Target">Where to: <c>https://host/path</c> or <c>mllps://host:port</c>; <c>http</c> and <c>mllp</c> only where <see cref="AllowedAddresses"/> names where they lead.</param>
/// <param name="Client">Id of the partner's registered client: what it may not fetch is not sent, and while it is stopped nothing is.</param>
public sealed record PushOptions(string Partner, string Output, string Target, string Client)
{
    private static readonly string[] Schemes = ["https", "http", "mllps", "mllp"];

    /// <summary>Addresses and networks that the target may lie in; with none it must be a public address, so that a name cannot lead into our own network.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

    /// <summary>The environment variable that holds the Authorization header for the target; null for none. Secrets do not stand in the settings.</summary>
    public string? AuthorizationVariable { get; init; }

    /// <summary>A PEM certificate that the gateway presents; with <see cref="CertificateKeyFile"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its PEM key.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>SHA-256 of the target's certificate, hexadecimal; null where a public authority vouches for it.</summary>
    public string? ServerCertificate { get; init; }

    /// <summary>Seconds between two looks for new messages.</summary>
    public int Seconds { get; init; } = 10;

    /// <summary>How often a message is tried before it is given up: with pauses from ten seconds to an hour, twelve are about three hours.</summary>
    public int Attempts { get; init; } = 12;

    /// <summary>Seconds that one try may take.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    internal bool IsMllp => Address.Scheme.StartsWith("mllp", StringComparison.Ordinal);

    internal bool IsSecure => Address.Scheme is "https" or "mllps";

    internal Uri Address => new(Target);

    internal PushTarget AsTarget => new(Partner, Output, Attempts, TimeSpan.FromSeconds(Seconds));

    /// <summary>What cannot be meant.</summary>
    internal IEnumerable<string> Problems(IReadOnlyCollection<string> partners)
    {
        var name = $"Push of {Partner}/{Output}";
        if (!partners.Contains(Partner)) yield return $"{name} is for '{Partner}', which is no partner.";
        if (!Uri.TryCreate(Target, UriKind.Absolute, out var address) || !Schemes.Contains(address.Scheme, StringComparer.Ordinal) || address.Host.Length == 0)
        {
            yield return $"{name} has no target such as https://host/path or mllps://host:port.";
            yield break;
        }

        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0) yield return $"{name}: the target holds a secret or a fragment.";
        if (address.Scheme.StartsWith("mllp", StringComparison.Ordinal) && address.Port is <= 0 or > 65535) yield return $"{name}: an MLLP target names its port.";
        if (!IsSecure && AllowedAddresses.Count == 0) yield return $"{name} is not encrypted: use https or mllps, or name AllowedAddresses inside a protected network.";
        if (AllowedAddresses.Any(one => PushAddresses.Network(one) is null)) yield return $"{name} allows an address that is none.";
        if ((CertificateFile is null) != (CertificateKeyFile is null)) yield return $"{name} needs CertificateFile and CertificateKeyFile.";
        if (CertificateFile is not null && !IsSecure) yield return $"{name} has a certificate and no TLS.";
        if (ServerCertificate is { } hash && (hash.Replace(":", "", StringComparison.Ordinal) is not { Length: 64 } hex || !hex.All(char.IsAsciiHexDigit))) yield return $"{name}: ServerCertificate is no SHA-256.";
        if (Seconds is < 1 or > 86_400 || Attempts is < 1 or > 100 || TimeoutSeconds is < 1 or > 120) yield return $"{name}: Seconds is 1 to 86400, Attempts 1 to 100, TimeoutSeconds 1 to 120.";
    }
}
