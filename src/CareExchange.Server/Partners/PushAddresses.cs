using System.Net;
using System.Net.Sockets;

namespace CareExchange.Server.Partners;

/// <summary>Which addresses a push may connect to. Asked of the very address that is connected to: a name that changes its mind in between leads nowhere.</summary>
/// <param name="allowed">Addresses and networks; with none every public address.</param>
internal sealed class PushAddresses(IReadOnlyList<string> allowed)
{
    // IANA special-purpose registries: what is not globally reachable, and what carries an IPv4 address inside.
    private static readonly IPNetwork[] Special =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
            "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"]).Select(IPNetwork.Parse),
    ];

    private readonly IPNetwork[] _allowed = [.. allowed.Select(one => Network(one)!.Value)];

    /// <summary>True where this address may be connected to.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _allowed.Length > 0 ? _allowed.Any(network => network.Contains(plain)) : !Special.Any(network => network.Contains(plain));
    }

    /// <summary>A connection to a host, by the first of its addresses that is allowed and answers.</summary>
    /// <exception cref="UnauthorizedAccessException">None of its addresses is allowed.</exception>
    /// <exception cref="SocketException">Nobody answers.</exception>
    public async ValueTask<NetworkStream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var reachable = found.Where(Allows).ToArray();
        if (reachable.Length == 0) throw new UnauthorizedAccessException("The target lies at no allowed address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A network, or an address as a network of its own; null for anything else.</summary>
    public static IPNetwork? Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        return IPAddress.TryParse(text, out var address) ? new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) : null;
    }
}
