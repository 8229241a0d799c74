using System.Net;
using System.Security.Cryptography;
using CareExchange.Server.Partners;

namespace CareExchange.Server.Tests.Partners;

public sealed class MllpOptionsTests
{
    private static readonly MllpOptions Good = new("hospital", 2575) { Plain = true, AllowedAddresses = ["10.1.2.0/24", "192.168.0.7"] };

    [Fact]
    public void A_port_for_one_partner_inside_a_protected_network_is_fine() => Assert.Empty(Good.Problems(["hospital"]));

    [Fact]
    public void Whoever_lets_everybody_in_speaks_in_the_open_or_for_nobody_is_refused()
    {
        Assert.Single((Good with { AllowedAddresses = [] }).Problems(["hospital"]));
        Assert.Single((Good with { Plain = false }).Problems(["hospital"]));
        Assert.Single(Good.Problems(["clinic"]));
        Assert.Single((Good with { ClientCertificates = [new string('a', 64)] }).Problems(["hospital"]));
        Assert.Single((Good with { CertificateFile = "a.pem", Plain = false }).Problems(["hospital"]));
        Assert.Single((Good with { AllowedAddresses = ["hospital.example"] }).Problems(["hospital"]));
        Assert.Single((Good with { Plain = false, CertificateFile = "a.pem", CertificateKeyFile = "a.key", ClientCertificates = ["ab"] }).Problems(["hospital"]));
        Assert.Single((Good with { MaximumConnections = 0 }).Problems(["hospital"]));
    }

    [Theory]
    [InlineData("10.1.2.200", true)]
    [InlineData("10.1.3.1", false)]
    [InlineData("::ffff:192.168.0.7", true)]
    [InlineData("192.168.0.8", false)]
    public void An_address_is_let_in_by_its_network(string address, bool isAllowed) => Assert.Equal(isAllowed, Good.Allows(IPAddress.Parse(address)));

    [Fact]
    public void A_certificate_is_known_by_its_hash_with_or_without_colons()
    {
        var hash = SHA256.HashData("x"u8);
        var text = Convert.ToHexString(hash);
        Assert.True((Good with { ClientCertificates = [text.ToLowerInvariant()] }).Knows(hash));
        Assert.True((Good with { ClientCertificates = [string.Join(':', text.Chunk(2).Select(pair => new string(pair)))] }).Knows(hash));
        Assert.False((Good with { ClientCertificates = [new string('0', 64)] }).Knows(hash));
    }
}
