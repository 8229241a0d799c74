using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Exchange.Sending;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using CareExchange.Server.Partners;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>A partner has its answers sent to it: decided when they leave, tried again, given up where somebody can see it, and never sent where the operator did not mean.</summary>
public sealed class PushTests : IAsyncLifetime
{
    private const string Rights = "system/messages.cr system/Task.rus system/ServiceRequest.rs system/Patient.rs system/Condition.rs";

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    private readonly Receiver _receiver = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_answer_to_a_referral_is_posted_to_the_hospital_once_and_stands_in_the_trail()
    {
        await using var district = await OpenAsync($"http://127.0.0.1:{_receiver.Port}/in");
        var task = await AnswerAsync(district);

        var (head, body) = await _receiver.NextAsync();
        Assert.StartsWith("POST /in HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains("application/hl7-v2", head, StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key: ", head, StringComparison.Ordinal);
        Assert.Matches("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]", head);
        Assert.Contains("||RRI^I12^RRI_I12|", Cp949.GetString(body), StringComparison.Ordinal);
        Assert.Contains("\rRF1|A^", Cp949.GetString(body), StringComparison.Ordinal);
        Assert.DoesNotContain(head.Split('\n'), line => line.Contains('김'));
        await WaitAsync(async () => (await district.AuditAsync("push-client")).Any(entry => entry.Row is { Action: "message-sent", Outcome: "permit" }));

        // A change is told anew; nothing new is not.
        Assert.False(await _receiver.HasMoreAsync());
        (await district.Hospital.SendAsync(HttpMethod.Patch, $"fhir/Task/{task}", "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"rejected\"}]"u8.ToArray(), "application/json-patch+json")).Is(HttpStatusCode.OK);
        Assert.Contains("\rRF1|R^", Cp949.GetString((await _receiver.NextAsync()).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_is_busy_gets_the_same_message_again_later_and_one_that_refuses_shows_on_the_operators_page()
    {
        _receiver.Statuses.Enqueue(503);
        _receiver.Statuses.Enqueue(400);
        await using var district = await OpenAsync($"http://127.0.0.1:{_receiver.Port}/in");
        await AnswerAsync(district);

        var first = await _receiver.NextAsync();
        district.Clock.Advance(TimeSpan.FromSeconds(30));
        var second = await _receiver.NextAsync();
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(Key(first.Head), Key(second.Head));

        await WaitAsync(async () => (await district.Room<PartnerPush>().FailuresAsync(Cancel)).Count == 1);
        var failure = Assert.Single(await district.Room<PartnerPush>().FailuresAsync(Cancel));
        Assert.Equal(("inwang-hospital", "rri", "http-400", 2), (failure.PartnerId, failure.Output, failure.Reason, failure.Attempts));

        // The operator has it tried again.
        await district.Run.Gateway.RegisterAsync(new StaffOptions("operator", "운영(가명)", DemoWorld.Password, "operator", "seodaemun", "서대문구"), "test", Cancel);
        using var visitor = await Staff.SignInAsync(district, "operator");
        var page = Encoding.UTF8.GetString((await visitor.GetAsync("operator")).Is(HttpStatusCode.OK).Bytes);
        Assert.Contains("http-400", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostFormAsync("operator", "operator/pushes/retry", ("id", failure.Id))).Status);
        Assert.Equal(first.Body, (await _receiver.NextAsync()).Body);
        await WaitAsync(async () => (await district.Room<PartnerPush>().FailuresAsync(Cancel)).Count == 0);

        // Who had it tried again stands in the trail, and so does each try.
        await WaitAsync(async () => (await district.AuditAsync("push-client", 50)).Count(entry => entry.Row is { Action: "message-sent", Outcome: "permit" }) == 3);
        Assert.Single(await district.AuditAsync(count: 100), entry => entry.Row is { Action: "push-retried", Outcome: "permit" });
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostFormAsync("operator", "operator/pushes/retry", ("id", "nothing"))).Status);
        Assert.Single(await district.AuditAsync(count: 100), entry => entry.Row is { Action: "push-retried", Outcome: "deny" });
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_receiver_that_sends_on_to_another_address_is_not_followed(int status)
    {
        _receiver.Statuses.Enqueue(status);
        await using var district = await OpenAsync($"http://127.0.0.1:{_receiver.Port}/in");
        await AnswerAsync(district);

        Assert.StartsWith("POST /in ", (await _receiver.NextAsync()).Head, StringComparison.Ordinal);
        await WaitAsync(async () => (await district.Room<PartnerPush>().FailuresAsync(Cancel)).Count == 1);
        Assert.Equal($"http-{status}", (await district.Room<PartnerPush>().FailuresAsync(Cancel))[0].Reason);
        Assert.False(await _receiver.HasMoreAsync());
    }

    [Fact]
    public async Task While_the_partners_client_is_stopped_nothing_leaves_and_what_it_may_not_read_is_not_told()
    {
        await using var district = await OpenAsync($"http://127.0.0.1:{_receiver.Port}/in", "system/messages.c system/*.rs");
        await AnswerAsync(district);
        district.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.False(await _receiver.HasMoreAsync());
    }

    [Fact]
    [Trait("scenario", "S11")]
    public async Task What_a_consent_opened_is_not_sent_again_once_it_is_withdrawn()
    {
        _receiver.Statuses.Enqueue(503);
        await using var district = new PushDistrict(new("hongje-homecare", "referrals", $"http://127.0.0.1:{_receiver.Port}/in", "push-client") { AllowedAddresses = ["127.0.0.1/32"], Seconds = 1 });
        await district.InitializeAsync();
        using var office = await Machine.RegisterAsync(district, "seodaemun");
        using var clinic = await Machine.RegisterAsync(district, "hongje-homecare");
        await district.Run.Gateway.RegisterAsync(new ClientOptions("push-client", "재택의료센터 수신", "hongje-homecare", "홍제 재택의료센터", clinic.Keys, "system/messages.cr system/*.rs"), "test", Cancel);

        async Task<string> WriteAsync(string type, string json) => (await office.PostAsync(type, json)).Is(HttpStatusCode.Created).Text("id")!;
        var person = await WriteAsync("Patient", """{"resourceType":"Patient","name":[{"text":"한시름(가명)"}],"birthDate":"1940-01-01","gender":"female"}""");
        var allowed = $$"""{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{person}}"},"dateTime":"2026-03-01","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/hongje-homecare"} }] } }""";
        var consent = await WriteAsync("Consent", allowed);
        var request = await WriteAsync("ServiceRequest", $$"""{"resourceType":"ServiceRequest","status":"active","intent":"order","code":{"text":"방문진료"},"subject":{"reference":"Patient/{{person}}"} }""");
        await WriteAsync("Task", $$"""{"resourceType":"Task","status":"requested","intent":"order","focus":{"reference":"ServiceRequest/{{request}}"},"for":{"reference":"Patient/{{person}}"},"requester":{"reference":"Organization/seodaemun"},"owner":{"reference":"Organization/hongje-homecare"},"authoredOn":"2026-03-02T00:00:00Z" }""");

        // 1. It leaves by the consent, and the receiver is busy: it waits to be sent again.
        Assert.Contains("한시름", Cp949.GetString((await _receiver.NextAsync()).Body), StringComparison.Ordinal);

        // 2. The person takes the consent back: what waits is decided again, and nothing leaves any more.
        (await office.PutAsync($"Consent/{consent}", allowed.Replace("{\"resourceType\":\"Consent\",\"status\":\"active\"", $"{{\"resourceType\":\"Consent\",\"id\":\"{consent}\",\"status\":\"inactive\"", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        district.Clock.Advance(TimeSpan.FromMinutes(5));
        await WaitAsync(async () => (await district.AuditAsync("push-client", 50)).Any(entry => entry.Row is { Action: "message-sent", Outcome: "deny" }));
        Assert.False(await _receiver.HasMoreAsync());
    }

    [Fact]
    public async Task A_name_that_leads_to_an_address_nobody_allowed_is_not_followed()
    {
        await using var district = await OpenAsync($"http://localhost:{_receiver.Port}/in", allowed: "192.0.2.0/24");
        await AnswerAsync(district);

        await WaitAsync(async () => (await district.Room<PartnerPush>().FailuresAsync(Cancel)).Count == 1);
        Assert.Equal("push-address", (await district.Room<PartnerPush>().FailuresAsync(Cancel))[0].Reason);
        Assert.False(await _receiver.HasMoreAsync());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    [InlineData("fe80::1%1")]
    [InlineData("::127.0.0.1")]
    [InlineData("2002:7f00:1::")]
    public void Without_a_list_no_address_of_a_network_of_ones_own_is_allowed(string address) => Assert.False(new PushAddresses([]).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("localhost")]
    public async Task No_way_to_write_it_leads_to_an_address_of_a_network_of_ones_own(string host)
    {
        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () => await new PushAddresses([]).ConnectAsync(host, 9, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () => await new PushAddresses([]).ConnectAsync(new Uri($"https://{host}/in").Host, 9, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_public_address_is_allowed_and_a_list_allows_only_itself()
    {
        Assert.True(new PushAddresses([]).Allows(IPAddress.Parse("8.8.8.8")));
        Assert.False(new PushAddresses(["10.0.0.0/8"]).Allows(IPAddress.Parse("8.8.8.8")));
        Assert.True(new PushAddresses(["10.0.0.0/8"]).Allows(IPAddress.Parse("::ffff:10.2.3.4")));
    }

    [Theory]
    [InlineData("http://partner.example/in", "is not encrypted")]
    [InlineData("ftp://partner.example/in", "has no target")]
    [InlineData("https://user:secret@partner.example/in", "holds a secret")]
    [InlineData("mllps://partner.example", "names its port")]
    public async Task A_target_that_cannot_be_meant_keeps_the_gateway_from_starting(string target, string problem)
    {
        var options = new GatewayOptions { DataFolder = Path.GetTempPath(), Partners = DemoWorld.Hospitals, Push = [new("inwang-hospital", "rri", target, "push-client")] };

        Assert.Contains(problem, (await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(options, TimeProvider.System, Cancel))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AA", null)]
    [InlineData("AR", "mllp-AR")]
    public async Task By_MLLP_the_acknowledgment_decides(string code, string? reason)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AcknowledgeAsync(listener, code);
        await using var district = await OpenAsync($"mllp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        await AnswerAsync(district);

        Assert.Contains("||RRI^I12^RRI_I12|", await asked.WaitAsync(TimeSpan.FromMinutes(2), Cancel), StringComparison.Ordinal);
        if (reason is null)
        {
            Assert.Empty(await district.Room<PartnerPush>().FailuresAsync(Cancel));
            return;
        }

        await WaitAsync(async () => (await district.Room<PartnerPush>().FailuresAsync(Cancel)).Count == 1);
        Assert.Equal(reason, (await district.Room<PartnerPush>().FailuresAsync(Cancel))[0].Reason);
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    private static async Task<string> AcknowledgeAsync(TcpListener listener, string code)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancel);
        var stream = client.GetStream();
        List<byte> bytes = [];
        var one = new byte[1];
        while (await stream.ReadAsync(one, Cancel) > 0 && bytes is not [.., 0x1C, 0x0D])
        {
            bytes.Add(one[0]);
            if (bytes is [.., 0x1C, 0x0D]) break;
        }

        var text = Cp949.GetString([.. bytes[1..^2]]);
        await stream.WriteAsync((byte[])[0x0B, .. Encoding.ASCII.GetBytes($"MSH|^~\\&|||||20261121||ACK|1|P|2.5.1\rMSA|{code}|{text.Split('|')[9]}\r"), 0x1C, 0x0D], Cancel);
        return text;
    }

    private static string Key(string head) => head.Split('\n').Single(line => line.StartsWith("Idempotency-Key", StringComparison.OrdinalIgnoreCase));

    private static async Task<PushDistrict> OpenAsync(string target, string scopes = Rights, string allowed = "127.0.0.1/32")
    {
        var district = new PushDistrict(new("inwang-hospital", "rri", target, "push-client") { AllowedAddresses = [allowed], Seconds = 1 });
        await district.InitializeAsync();
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        district.Hospital = await Machine.RegisterAsync(district, "inwang-hospital", Rights);
        await district.Run.Gateway.RegisterAsync(new ClientOptions("push-client", "인왕병원 수신", "inwang-hospital", "인왕병원(가상)", district.Hospital.Keys, scopes), "test", Cancel);
        return district;
    }

    private static async Task<string> AnswerAsync(PushDistrict district)
    {
        var referral = PartnerMessage.Of(DemoWorld.Hospitals).First(message => message.File == "03-input.hl7");
        (await referral.SendAsync(district.Hospital)).Is(HttpStatusCode.OK);
        var id = Assert.Single((await district.Hospital.GetAsync("Task?identifier=urn:careexchange:inwang-hospital:message|IW0003")).Is(HttpStatusCode.OK).Resources).GetProperty("id").GetString()!;
        (await district.Hospital.SendAsync(HttpMethod.Patch, $"fhir/Task/{id}", "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"accepted\"}]"u8.ToArray(), "application/json-patch+json")).Is(HttpStatusCode.OK);
        return id;
    }

    private static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo()) await Task.Delay(100, Cancel);
    }

    private sealed class PushDistrict(PushOptions push) : District, IAsyncDisposable
    {
        public Machine Hospital { get; set; } = null!;

        protected override GatewayOptions Change(GatewayOptions options) => options with { Push = [push] };
    }

    // A partner's endpoint, as bare as it can be: what it got is kept, what it says is taken from a list, 200 when that is empty.
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly BlockingCollection<(string Head, byte[] Body)> _got = [];
        private readonly Task _work;

        public Receiver()
        {
            _listener.Start();
            _work = WorkAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ConcurrentQueue<int> Statuses { get; } = new();

        public async Task<(string Head, byte[] Body)> NextAsync()
        {
            (string Head, byte[] Body) got;
            while (!_got.TryTake(out got)) await Task.Delay(50, Cancel);
            return got;
        }

        public async Task<bool> HasMoreAsync()
        {
            await Task.Delay(4000, Cancel);
            return _got.Count > 0;
        }

        [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "It was started by this object, on no context.")]
        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _got.Dispose();
        }

        private async Task WorkAsync()
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                List<byte> head = [];
                var one = new byte[1];
                while (head is not [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'] && await stream.ReadAsync(one) > 0) head.Add(one[0]);
                var text = Encoding.UTF8.GetString([.. head]);
                var length = int.Parse(text.Split('\n').Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
                var body = new byte[length];
                await stream.ReadExactlyAsync(body);
                var status = Statuses.TryDequeue(out var said) ? said : 200;
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\n{(status is >= 300 and < 400 ? $"Location: http://127.0.0.1:{Port}/elsewhere\r\n" : "")}Content-Length: 0\r\nConnection: close\r\n\r\n"));
                _got.Add((text.Replace("\r", "", StringComparison.Ordinal), body));
            }
        }
    }
}
