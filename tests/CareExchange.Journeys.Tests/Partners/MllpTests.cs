using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Server.Hosting;
using CareExchange.Server.Partners;
using Microsoft.Extensions.DependencyInjection;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>A hospital that speaks MLLP: the same inbox as over HTTP, and nobody else on its port.</summary>
public sealed class MllpTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-mllp-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Referral => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "mappings", "inwang-hospital", "examples", "03-input.hl7"));

    private static MllpOptions Local => new("inwang-hospital", 0) { Plain = true, AllowedAddresses = ["127.0.0.0/8"], MessageSeconds = 1 };

    [Fact]
    public async Task A_message_is_acknowledged_and_the_same_again_is_answered_as_the_first_time()
    {
        await using var gateway = await StartAsync(Local);
        using var line = await ConnectAsync(gateway);

        var first = await AskAsync(line.GetStream(), Referral);
        var again = await AskAsync(line.GetStream(), Referral);
        using var other = await ConnectAsync(gateway);
        var later = await AskAsync(other.GetStream(), Referral);

        Assert.StartsWith("MSH|^~\\&|CAREEXCHANGE|SEODAEMUN|EMR|INWANG|", first, StringComparison.Ordinal);
        Assert.Contains("\rMSA|AA|IW0003\r", first, StringComparison.Ordinal);
        Assert.Equal(Answer(first), Answer(again));
        Assert.Equal(Answer(first), Answer(later));
    }

    [Fact]
    public async Task Enhanced_mode_is_answered_twice_and_silence_is_kept_where_it_is_wanted()
    {
        await using var gateway = await StartAsync(Local);
        using var line = await ConnectAsync(gateway);
        var text = Encoding.UTF8.GetString(Referral);

        var both = Encoding.UTF8.GetBytes(text.Replace("|P|2.5.1|||||KOR", "|P|2.5.1|||AL|AL|KOR", StringComparison.Ordinal));
        var accepted = await AskAsync(line.GetStream(), both);
        var applied = await ReadAsync(line.GetStream());
        Assert.Contains("\rMSA|CA|IW0003\r", accepted, StringComparison.Ordinal);
        Assert.Contains("\rMSA|AA|IW0003\r", applied, StringComparison.Ordinal);
        Assert.NotEqual(accepted.Split('|')[9], applied.Split('|')[9]);

        // Nothing is wanted of the first, so the next thing on the line answers the second.
        await WriteAsync(line.GetStream(), Encoding.UTF8.GetBytes(text.Replace("|P|2.5.1|||||KOR", "|P|2.5.1|||NE|NE|KOR", StringComparison.Ordinal)));
        Assert.Contains("\rMSA|AR|", await AskAsync(line.GetStream(), "MSH|^~\\&|A|B|C|D|20260101||QQQ^Q01|X1|P|2.5.1\r"u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_block_unfinished_or_too_large_is_refused_on_the_line()
    {
        await using var gateway = await StartAsync(Local);
        using var line = await ConnectAsync(gateway);

        await line.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Cancel);
        await WriteAsync(line.GetStream(), Referral);
        Assert.Contains("\rMSA|AR", await ReadAsync(line.GetStream()), StringComparison.Ordinal);
        Assert.Contains("\rMSA|AA|IW0003", await ReadAsync(line.GetStream()), StringComparison.Ordinal);

        // A message that never ends is refused in time, by its control id, and the line is closed.
        await line.GetStream().WriteAsync((byte[])[0x0B, .. "MSH|^~\\&|A|B|C|D|20260101||ADT^A01|X7|P|2.5.1\r"u8], Cancel);
        Assert.Contains("\rMSA|AR|X7\r", await ReadAsync(line.GetStream()), StringComparison.Ordinal);
        Assert.Equal(0, await line.GetStream().ReadAsync(new byte[1], Cancel));

        using var large = await ConnectAsync(gateway);
        await WriteAsync(large.GetStream(), [.. "MSH|^~\\&|A|B|C|D|20260101||ADT^A01|X8|P|2.5.1\r"u8, .. new byte[8192]]);
        Assert.Contains("\rMSA|AR|X8\r", await ReadAsync(large.GetStream()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_from_elsewhere_is_not_let_in()
    {
        await using var gateway = await StartAsync(Local with { AllowedAddresses = ["10.0.0.0/8"] });
        using var line = await ConnectAsync(gateway);

        Assert.Equal(0, await TryReadAsync(line.GetStream()));
    }

    [Fact]
    public async Task With_TLS_only_the_certificate_that_is_named_gets_an_answer()
    {
        using var server = Certificate("gateway");
        using var known = Certificate("hospital");
        using var stranger = Certificate("stranger");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "server.pem"), server.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "server.key"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Cancel);
        await using var gateway = await StartAsync(Local with
        {
            Plain = false, AllowedAddresses = [], ClientCertificates = [Convert.ToHexString(SHA256.HashData(known.RawData))],
            CertificateFile = Path.Combine(_folder.FullName, "server.pem"), CertificateKeyFile = Path.Combine(_folder.FullName, "server.key"),
        });

        using var line = await ConnectAsync(gateway);
        await using var secure = await SecureAsync(line, known, server);
        Assert.Contains("\rMSA|AA|IW0003\r", await AskAsync(secure, Referral), StringComparison.Ordinal);

        using var other = await ConnectAsync(gateway);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var refused = await SecureAsync(other, stranger, server);
            await WriteAsync(refused, Referral);
            if (await refused.ReadAsync(new byte[1], Cancel) == 0) throw new IOException("Closed.");
        });
    }

    [Fact]
    public async Task A_port_that_lets_everybody_in_keeps_the_gateway_from_starting() =>
        Assert.Contains("lets everybody in", (await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(Local with { AllowedAddresses = [] }))).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<Gateway> StartAsync(MllpOptions port) => Gateway.StartAsync(
        new()
        {
            DataFolder = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N")), Url = "http://127.0.0.1:0", MappingsFolder = Path.Combine(AppContext.BaseDirectory, "mappings"),
            Partners = [.. DemoWorld.Hospitals.Select(hospital => hospital with { BodyLimit = 4096 })], Mllp = [port],
        },
        TimeProvider.System, Cancel);

    private static async Task<TcpClient> ConnectAsync(Gateway gateway)
    {
        var client = new TcpClient();
        await client.ConnectAsync(Assert.Single(gateway.Services.GetRequiredService<MllpListener>().Endpoints), Cancel);
        return client;
    }

    private static async Task<SslStream> SecureAsync(TcpClient client, X509Certificate2 certificate, X509Certificate2 server)
    {
        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "gateway", ClientCertificates = [certificate], RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan().SequenceEqual(server.RawDataMemory.Span) == true }, Cancel);
        return secure;
    }

    private static async Task<string> AskAsync(Stream stream, byte[] message)
    {
        await WriteAsync(stream, message);
        return await ReadAsync(stream);
    }

    private static async Task WriteAsync(Stream stream, byte[] message) => await stream.WriteAsync((byte[])[0x0B, .. message, 0x1C, 0x0D], Cancel);

    private static async Task<string> ReadAsync(Stream stream)
    {
        List<byte> bytes = [];
        var one = new byte[1];
        while (await stream.ReadAsync(one, Cancel) > 0)
        {
            bytes.Add(one[0]);
            if (bytes is [.., 0x1C, 0x0D]) return Encoding.UTF8.GetString([.. bytes[1..^2]]);
        }

        throw new EndOfStreamException(Encoding.UTF8.GetString([.. bytes]));
    }

    private static async Task<int> TryReadAsync(Stream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1], Cancel);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    // All but the time: the second answer is written later than the first.
    private static string Answer(string acknowledgment) => string.Join('|', acknowledgment.Split('|').Where((_, index) => index != 6));

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
