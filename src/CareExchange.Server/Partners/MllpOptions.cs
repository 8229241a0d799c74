using System.Globalization;
using System.Net;

namespace CareExchange.Server.Partners;

/// <summary>One port on which one partner sends HL7 v2 by MLLP. Who may connect is decided by certificate, by address, or by both.</summary>
/// <param name="Partner">The partner whose messages come in here.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
public sealed record MllpOptions(string Partner, int Port)
{
    /// <summary>The address it listens on.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>A PEM certificate: the port speaks TLS; with <see cref="CertificateKeyFile"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's PEM key.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>True to speak without TLS, inside a network that protects what passes.</summary>
    public bool Plain { get; init; }

    /// <summary>SHA-256 of the certificates that may connect, hexadecimal; each presents its own. Needs TLS.</summary>
    public IReadOnlyList<string> ClientCertificates { get; init; } = [];

    /// <summary>Addresses and networks that may connect: <c>10.1.2.3</c>, <c>10.1.2.0/24</c>.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

    /// <summary>How many may be connected at a time.</summary>
    public int MaximumConnections { get; init; } = 16;

    /// <summary>Seconds that a connection may stay silent between two messages.</summary>
    public int IdleSeconds { get; init; } = 600;

    /// <summary>Seconds in which a message that has begun must be complete.</summary>
    public int MessageSeconds { get; init; } = 30;

    /// <summary>What cannot be meant.</summary>
    internal IEnumerable<string> Problems(IReadOnlyCollection<string> partners)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Mllp port {Port}");
        if (!partners.Contains(Partner)) yield return $"{name} is for '{Partner}', which is no partner.";
        if (Port is < 0 or > 65535) yield return $"{name} is no port.";
        if (!IPAddress.TryParse(Address, out _)) yield return $"{name} listens on '{Address}', which is no address.";
        if ((CertificateFile is null) != (CertificateKeyFile is null)) yield return $"{name} needs CertificateFile and CertificateKeyFile.";
        if (CertificateFile is null && !Plain) yield return $"{name} has no certificate: state one, or 'plain': true inside a protected network.";
        if (CertificateFile is not null && Plain) yield return $"{name} is plain and has a certificate.";
        if (ClientCertificates.Count > 0 && CertificateFile is null) yield return $"{name} asks for client certificates without TLS.";
        if (ClientCertificates.Count + AllowedAddresses.Count == 0) yield return $"{name} lets everybody in: state ClientCertificates or AllowedAddresses.";
        if (ClientCertificates.Any(hash => hash.Replace(":", "", StringComparison.Ordinal) is not { Length: 64 } hex || !hex.All(char.IsAsciiHexDigit))) yield return $"{name} has a client certificate that is no SHA-256.";
        if (AllowedAddresses.Any(address => Network(address) is null)) yield return $"{name} allows an address that is none.";
        if (MaximumConnections is < 1 or > 1000) yield return $"{name}: MaximumConnections is 1 to 1000.";
        if (IdleSeconds is < 1 or > 86_400 || MessageSeconds is < 1 or > 3600) yield return $"{name}: IdleSeconds is 1 to 86400, MessageSeconds 1 to 3600.";
    }

    /// <summary>True where somebody at this address may connect.</summary>
    internal bool Allows(IPAddress address)
    {
        if (AllowedAddresses.Count == 0) return true;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return AllowedAddresses.Any(allowed => Network(allowed)!.Value.Contains(plain));
    }

    /// <summary>True where a certificate of this SHA-256 may connect.</summary>
    internal bool Knows(ReadOnlySpan<byte> sha256)
    {
        var hash = Convert.ToHexString(sha256);
        return ClientCertificates.Any(known => known.Replace(":", "", StringComparison.Ordinal).Equals(hash, StringComparison.OrdinalIgnoreCase));
    }

    private static IPNetwork? Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        return IPAddress.TryParse(text, out var address) ? new(address, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128) : null;
    }
}
