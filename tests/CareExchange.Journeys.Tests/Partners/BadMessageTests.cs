using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Messages;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>What partners get wrong: a clear answer, nothing half-stored, the original kept.</summary>
[Collection(SharedDistrict.Name)]
public sealed class BadMessageTests(District district)
{
    public static TheoryData<string, string> WrongExamples =>
        [.. PartnerMessage.All.Where(message => message.IsWrong).Select(message => new TheoryDataRow<string, string>(message.Partner, message.File))];

    [Theory]
    [MemberData(nameof(WrongExamples))]
    public async Task A_wrong_message_is_refused_with_every_position_and_stores_nothing_but_its_original(string partner, string file)
    {
        using var machine = await Machine.PartnerAsync(district, partner);
        var message = new PartnerMessage(partner, file);
        var before = await district.Run.CountAsync(TestContext.Current.CancellationToken);

        var answer = await message.SendAsync(machine);

        answer.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("rejected", answer.Parameter("state").GetProperty("valueCode").GetString());
        Assert.Equal(Expected(message), answer.Issues.Where(issue => issue.Severity is "error" or "fatal").Select(issue => (issue.Rule, issue.Expression, issue.Line, issue.Column)));
        Assert.All(answer.Issues, issue => Assert.Contains(issue.Korean, letter => letter is >= '가' and <= '힣'));
        Assert.Equal(before, await district.Run.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(message.Content, await OriginalAsync(answer));
        var refusal = (await district.AuditAsync(machine.Id)).First(entry => entry.Row.Action == "message");
        Assert.Equal("deny", refusal.Row.Outcome);
    }

    [Fact]
    public async Task Broken_JSON_is_told_by_line_and_column()
    {
        using var machine = await Machine.PartnerAsync(district, "hongje-homecare");

        var answer = await machine.DeliverAsync("hongje-homecare", Encoding.UTF8.GetBytes("{\n  \"documentNo\": \"1\",\n  oops\n}"));

        var said = answer.Refused(HttpStatusCode.UnprocessableEntity, "json-syntax");
        Assert.Equal((3, 3), (said.Line, said.Column));
    }

    [Fact]
    public async Task An_empty_message_is_a_bad_request_and_keeps_nothing()
    {
        using var machine = await Machine.PartnerAsync(district, "hongje-homecare");
        var before = await MessagesAsync();

        (await machine.DeliverAsync("hongje-homecare", [])).Refused(HttpStatusCode.BadRequest, "message-empty");

        Assert.Equal(before, await MessagesAsync());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_and_nothing_of_it_is_kept()
    {
        using var machine = await Machine.PartnerAsync(district, "nhis-seodaemun");
        var before = await MessagesAsync();

        var answer = await machine.DeliverAsync("nhis-seodaemun", new byte[(8 * 1024 * 1024) + 1]);

        Assert.Contains("8388608", answer.Refused(HttpStatusCode.RequestEntityTooLarge, "body-limit").Diagnostics);
        Assert.Equal(before, await MessagesAsync());
    }

    [Fact]
    public async Task An_unknown_partner_and_a_partner_of_others_are_refused_in_the_same_words_and_audited()
    {
        using var machine = await Machine.PartnerAsync(district, "hongje-homecare");
        var message = new PartnerMessage("hongje-homecare", "01-input.json");

        var unknown = await machine.DeliverAsync("nobody", message.Content);
        var others = await machine.DeliverAsync("nhis-seodaemun", message.Content);

        unknown.Refused(HttpStatusCode.Forbidden, "partner-unknown");
        Assert.Equal(unknown.Bytes, others.Bytes);
        var refusals = (await district.AuditAsync(machine.Id)).Where(entry => entry.Row.Action == "message").ToArray();
        Assert.Equal(["deny", "deny"], refusals.Select(entry => entry.Row.Outcome));
    }

    [Fact]
    public async Task A_message_without_a_token_or_with_a_wrong_one_is_401()
    {
        var bare = new HttpRequestMessage(HttpMethod.Post, "partners/nhis-seodaemun/messages") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        var wrong = new HttpRequestMessage(HttpMethod.Post, "partners/nhis-seodaemun/messages") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        wrong.Headers.Authorization = new("Bearer", "not-a-token");

        foreach (var request in new[] { bare, wrong })
        {
            using var response = await district.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = new Answer(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            answer.Refused(HttpStatusCode.Unauthorized, "token-missing");
            Assert.Contains(response.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        }
    }

    [Fact]
    public async Task A_token_without_the_scope_cannot_send()
    {
        using var machine = await Machine.RegisterAsync(district, "nhis-seodaemun", "system/Patient.rs");

        (await machine.DeliverAsync("nhis-seodaemun", "{}"u8.ToArray())).Refused(HttpStatusCode.Forbidden, "scope-missing");
        Assert.Contains(await district.AuditAsync(machine.Id), entry => entry.Row is { Action: "message", Outcome: "deny" });
    }

    [Fact]
    public async Task A_refused_message_sent_again_gets_the_same_answer_and_is_kept_once()
    {
        using var machine = await Machine.PartnerAsync(district, "nhis-seodaemun");
        var content = Encoding.UTF8.GetBytes($"{{\"messageId\": \"{Guid.NewGuid()}\", ");

        var first = await machine.DeliverAsync("nhis-seodaemun", content);
        var between = await MessagesAsync();
        var second = await machine.DeliverAsync("nhis-seodaemun", content);

        first.Is(HttpStatusCode.UnprocessableEntity);
        second.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(first.Response.Headers.Location, second.Response.Headers.Location);
        Assert.Equal(first.Issues, second.Issues);
        Assert.True(second.Parameter("duplicate").GetProperty("valueBoolean").GetBoolean());
        Assert.Equal(between, await MessagesAsync());
    }

    [Fact]
    public async Task A_message_can_be_asked_for_and_only_by_its_own_partner()
    {
        using var machine = await Machine.PartnerAsync(district, "nhis-seodaemun");
        using var other = await Machine.PartnerAsync(district, "hongje-homecare");
        var sent = await machine.DeliverAsync("nhis-seodaemun", Encoding.UTF8.GetBytes($"[\"{Guid.NewGuid()}\"]"));
        var address = sent.Response.Headers.Location!.ToString().TrimStart('/');

        var asked = await machine.SendAsync(HttpMethod.Get, address);
        var foreign = await other.SendAsync(HttpMethod.Get, address.Replace("nhis-seodaemun", "hongje-homecare", StringComparison.Ordinal));
        var unknown = await machine.SendAsync(HttpMethod.Get, "partners/nhis-seodaemun/messages/none");

        Assert.Equal("rejected", asked.Is(HttpStatusCode.OK).Parameter("state").GetProperty("valueCode").GetString());
        Assert.Equal(sent.Issues, asked.Issues);
        foreign.Refused(HttpStatusCode.NotFound, "message-unknown");
        Assert.Equal(foreign.Bytes, unknown.Bytes);
    }

    private static IEnumerable<(string Rule, string? Expression, int? Line, int? Column)> Expected(PartnerMessage message)
    {
        using var issues = JsonDocument.Parse(message.ExpectedIssues);
        return [.. issues.RootElement.EnumerateArray().Where(issue => issue.GetProperty("severity").GetString() is "Error" or "Fatal").Select(issue => (
            issue.GetProperty("rule").GetString()!,
            issue.TryGetProperty("expression", out var expression) ? expression.GetString() : null,
            issue.TryGetProperty("line", out var line) ? line.GetInt32() : (int?)null,
            issue.TryGetProperty("column", out var column) ? column.GetInt32() : (int?)null))];
    }

    private Task<byte[]?> OriginalAsync(Answer answer) =>
        district.Room<MessageStore>().ReadOriginalAsync(answer.Parameter("message").GetProperty("valueId").GetString()!, TestContext.Current.CancellationToken);

    private async Task<int> MessagesAsync() =>
        (await district.Room<MessageStore>().ListAsync(new MessageQuery { Count = 1000 }, TestContext.Current.CancellationToken)).Count;
}
