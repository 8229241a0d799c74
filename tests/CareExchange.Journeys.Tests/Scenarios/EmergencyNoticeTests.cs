using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Server.Hosting;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S20: the person and the privacy officer hear of an emergency access within the minute, even where the first try fails; S18: the operator of a consent that cannot be read.</summary>
[Trait("scenario", "S20")]
public sealed class EmergencyNoticeTests
{
    private const string Secret = "a-secret-of-more-than-thirty-two-characters";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("scenario", "S18")]
    public async Task Notices_are_handed_over_signed_and_until_they_are_taken()
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-notices-").FullName;
        var secretFile = Path.Combine(folder, "secret");
        await File.WriteAllTextAsync(secretFile, Secret, Cancel);
        using var receiver = new Receiver(refusals: 1);
        try
        {
            var options = new GatewayOptions { DataFolder = Path.Combine(folder, "data"), Url = "http://127.0.0.1:0", Notices = new(receiver.Url, secretFile) };
            await using var gateway = await Gateway.StartAsync(options, TimeProvider.System, Cancel);
            await PutAsync(gateway, "Patient", "p1", """{"resourceType":"Patient","id":"p1","name":[{"text":"아무개"}]}""", "identity");
            var member = new Requester("nurse", "간호사(가명)", RequesterRole.ClinicNurse, "hongje", "홍제의원", PurposeOfUse.Treatment, false) { MayBreakGlass = true };
            var opened = await gateway.Services.GetRequiredService<EmergencyAccessInteraction>().OpenAsync("p1", "의식을 잃고 쓰러진 대상자의 투약 확인", 10, member, new("r1", null, null), Cancel);
            Assert.True(opened.Succeeded);
            await PutAsync(gateway, "Consent", "c1", """
                {"resourceType":"Consent","id":"c1","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"text":"x"}],
                 "patient":{"reference":"Patient/p1"},"provision":{"type":"permit","actor":[{"role":{"text":"x"},"reference":{"display":"치매안심센터"} }] } }
                """, "consent");

            await PutAsync(gateway, "Consent", "c2", """
                {"resourceType":"Consent","id":"c2","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"text":"x"}],"patient":{"reference":"Patient/p1"},
                 "provision":{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/seodaemun"} }] } }
                """, "consent");

            while (receiver.Taken.Count < 4) await Task.Delay(50, Cancel);

            var kinds = receiver.Taken.Values.Select(taken => taken.GetProperty("kind").GetString()).Order(StringComparer.Ordinal);
            Assert.Equal(["consent-recorded-person", "consent-unclear-operator", "emergency-access-person", "emergency-access-privacy-officer"], kinds);
            Assert.True(receiver.AreSigned);
            Assert.All(receiver.Traces, trace => Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", trace));
            Assert.All(receiver.Taken.Values, taken => Assert.DoesNotContain("아무개", taken.GetRawText(), StringComparison.Ordinal));
            Assert.All(receiver.Taken.Values, taken => Assert.DoesNotContain("투약", taken.GetRawText(), StringComparison.Ordinal));
            var entries = gateway.Services.GetRequiredService<AuditStore>();
            Assert.Contains(await entries.QueryAsync(new AuditQuery { Person = "p1", Count = 50 }, Cancel), entry => entry.Row.Action == "consent-unclear");
            IReadOnlyList<AuditEntry> sent;
            while ((sent = [.. (await entries.QueryAsync(new AuditQuery { Count = 100 }, Cancel)).Where(entry => entry.Row.Action == "notice-sent")]).Count < 4) await Task.Delay(50, Cancel);
            Assert.All(sent, entry => Assert.Contains(receiver.Traces, trace => Encoding.UTF8.GetString(entry.Row.Json.Span).Contains(trace, StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("http://elsewhere.example/notices")]
    [InlineData("https://user:word@care.example/notices")]
    [InlineData("notices")]
    public async Task An_address_that_would_betray_notices_is_refused_at_the_start(string url)
    {
        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(new GatewayOptions { DataFolder = Path.GetTempPath(), Notices = new(url) }, TimeProvider.System, Cancel));
        Assert.Contains("Notices.Url", problem.Message, StringComparison.Ordinal);
    }

    private static async Task PutAsync(Gateway gateway, string type, string id, string json, string category)
    {
        await using var transaction = await gateway.Services.GetRequiredService<ResourceStore>().BeginAsync(Cancel);
        Assert.True((await transaction.PutAsync(type, id, Encoding.UTF8.GetBytes(json), new ResourceTags("p1", category, "seodaemun"), null, Cancel)).Succeeded);
        await transaction.CommitAsync(Cancel);
    }

    /// <summary>The operator's system, which is down for its first requests.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly HttpListener _listener = new();
        private int _refusals;

        public Receiver(int refusals)
        {
            _refusals = refusals;
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/notices/";
            probe.Stop();
            _listener.Prefixes.Add(Url);
            _listener.Start();
            _ = ListenAsync();
        }

        public string Url { get; }

        public bool AreSigned { get; private set; } = true;

        public ConcurrentQueue<string> Traces { get; } = new();

        public ConcurrentDictionary<string, JsonElement> Taken { get; } = new(StringComparer.Ordinal);

        public void Dispose() => _listener.Close();

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    AreSigned &= context.Request.Headers["X-CareExchange-Signature"] == "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body.ToArray()));
                    Traces.Enqueue(context.Request.Headers["traceparent"] ?? "none");
                    var isDown = Interlocked.Decrement(ref _refusals) >= 0;
                    if (!isDown) Taken[context.Request.Headers["Idempotency-Key"]!] = JsonDocument.Parse(body.ToArray()).RootElement;
                    context.Response.StatusCode = isDown ? 503 : 204;
                    context.Response.Close();
                }
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
