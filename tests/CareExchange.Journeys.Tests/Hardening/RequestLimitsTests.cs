using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Hardening;

/// <summary>Whoever asks without end, too slowly or too much at once is told to stop, and the others go on.</summary>
[Collection(SharedDistrict.Name)]
public sealed class RequestLimitsTests(District district)
{
    [Fact]
    public async Task A_client_that_asks_without_end_is_429_with_Retry_After_and_others_go_on()
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-limits-");
        try
        {
            await using var gateway = await Gateway.StartAsync(
                new GatewayOptions { DataFolder = folder.FullName, Url = "http://127.0.0.1:0", RequestsPerMinute = 20 }, TimeProvider.System, TestContext.Current.CancellationToken);
            using var http = new HttpClient { BaseAddress = gateway.Address };
            HttpResponseMessage answer;
            var asked = 0;
            do
            {
                answer = await http.GetAsync(new Uri("fhir/metadata", UriKind.Relative), TestContext.Current.CancellationToken);
            }
            while (++asked < 40 && answer.StatusCode == HttpStatusCode.OK);

            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.InRange(asked, 20, 30);
            Assert.True(int.Parse(Assert.Single(answer.Headers.GetValues("Retry-After")), System.Globalization.CultureInfo.InvariantCulture) >= 1);
            Assert.Contains("rate-limit", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

            // Another address is another client.
            using var other = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectFromAsync }) { BaseAddress = gateway.Address };
            Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(new Uri("fhir/metadata", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Headers_that_are_too_long_or_too_many_are_refused()
    {
        Assert.StartsWith("HTTP/1.1 431", await SayAsync("GET /fhir/metadata HTTP/1.1\r\nHost: x\r\nX-Long: " + new string('a', 40_000) + "\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await SayAsync("GET /fhir/metadata HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, 150).Select(number => $"X-{number}: a\r\n")) + "\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", await SayAsync("GET /fhir/Patient?name=" + new string('a', 70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_trickles_in_is_given_up()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var began = Stopwatch.GetTimestamp();

        // 100 bytes promised, one sent: RFC 9110 15.5.9.
        var said = await SayAsync($"POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {await machine.TokenAsync()}\r\nContent-Type: application/fhir+json\r\nContent-Length: 100\r\n\r\n" + "{");

        Assert.StartsWith("HTTP/1.1 408", said, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Over_TLS_the_browser_is_told_to_come_by_no_other_way()
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-tls-");
        try
        {
            await using var gateway = await Gateway.StartAsync(
                new GatewayOptions { DataFolder = folder.FullName, Url = "http://127.0.0.1:0", PublicUrl = "https://gateway.example" }, TimeProvider.System, TestContext.Current.CancellationToken);
            using var http = new HttpClient { BaseAddress = gateway.Address };

            foreach (var path in new[] { "fhir/metadata", "signin", "assets/base.css" })
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
            }

            using var plain = await district.Http.GetAsync(new Uri("signin", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async ValueTask<Stream> ConnectFromAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task<string> SayAsync(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, district.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        var answer = new byte[64];
        var length = await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(answer, 0, length);
    }
}
