using System.Text;
using CareExchange.Exchange.Consent;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

public sealed class ConsentWithdrawalTests
{
    private static readonly DateTimeOffset When = new(2026, 4, 30, 1, 2, 3, TimeSpan.Zero);

    [Fact]
    public async Task A_withdrawn_consent_is_inactive_since_then_and_opens_nothing()
    {
        var withdrawn = Withdraw(ConsentJson(Provision("permit", ToClinic)));

        var root = Parse(withdrawn).Root;
        Assert.Equal(("inactive", "2026-04-30T10:02:03+09:00"), (root["status"].Text, root["dateTime"].Text));
        Assert.Equal("permit", root["provision"]["type"].Text);
        Assert.True((await DecideAsync(Nurse, [withdrawn])).Denied);
    }

    [Fact]
    public void Withdrawing_twice_changes_nothing_more()
    {
        var once = Withdraw(ConsentJson(Provision("permit")));

        Assert.Equal(once, Encoding.UTF8.GetString(ConsentWithdrawal.Withdraw(Parse(once), When.AddDays(1)).Value!));
    }

    [Fact]
    public async Task Some_categories_can_be_withdrawn_and_the_rest_stands()
    {
        var json = ConsentJson(Provision("permit", ToClinic, Except(Provision("deny", Classes("economic")))));

        var changed = Encoding.UTF8.GetString(ConsentWithdrawal.WithdrawCategories(Parse(json), ["cognition"], When).Value!);

        var decision = await DecideAsync(Nurse, [changed]);
        Assert.True(decision.Permits(Observation("o1")));
        Assert.False(decision.Permits(Observation("o2", DataCategories.Cognition)));
        Assert.False(decision.Permits(Observation("o3", DataCategories.Economic)));
    }

    [Fact]
    public async Task A_category_that_was_withdrawn_is_open_to_nobody_by_that_consent_however_it_is_built()
    {
        var generator = new PolicyGenerator(new Random(17));
        var (open, closed) = (0, 0);
        for (var round = 0; round < 400; round++)
        {
            foreach (var (type, id, json, _) in generator.Resources("p0", 0).Where(resource => resource.Type == "Consent"))
            {
                if (ConsentWithdrawal.WithdrawCategories(Parse(json), ["cognition"], When).Value is not { } changed) continue;
                var requester = generator.Requester() with { PersonId = null, OnlyPersonId = null };
                var (before, after) = (ConsentReader.Read(Parse(json).Root, id, 1), ConsentReader.Read(Parse(Encoding.UTF8.GetString(changed)).Root, id, 2));
                foreach (var category in (string[])["cognition", "service"])
                {
                    for (var resource = 0; resource < 4; resource++)
                    {
                        var body = generator.Body("Observation", $"p0-r{resource}", "p0");
                        var facts = new CareExchange.Storage.Resources.StoredResource("Observation", $"p0-r{resource}", 1, When, false, Encoding.UTF8.GetBytes(body), new("p0", category, "seodaemun"));
                        var (was, now) = ((await DecideAsync(before, requester)).Permits(facts), (await DecideAsync(after, requester)).Permits(facts));
                        if (category == "cognition") Assert.False(now, $"{requester}\n{json}\n{Encoding.UTF8.GetString(changed)}\n{body}");
                        if (was) _ = category == "cognition" ? closed++ : now ? open++ : 0;
                    }
                }
            }
        }

        Assert.True(open > 20 && closed > 20, $"{open} open, {closed} closed");

        static Task<ConsentDecision> DecideAsync(ConsentPolicy policy, CareExchange.Exchange.Requests.Requester requester) =>
            ConsentDecision.MakeAsync("p0", requester, new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), [policy], [], AsyncEnumerable.Empty<CareExchange.Storage.Resources.StoredResource>);
    }

    [Theory]
    [InlineData("active", "everything")]
    [InlineData("inactive", "cognition")]
    public void A_part_of_nothing_or_of_an_unknown_kind_cannot_be_withdrawn(string status, string category) =>
        Assert.NotEmpty(ConsentWithdrawal.WithdrawCategories(Parse(ConsentJson(Provision("permit"), status: status)), [category], When).Issues);

    [Fact]
    public void What_is_no_consent_cannot_be_withdrawn() =>
        Assert.Equal("consent-expected", Assert.Single(ConsentWithdrawal.Withdraw(Parse("""{"resourceType":"Patient"}"""), When).Issues).Rule);

    [Theory]
    [InlineData("2026-03-02", true)]
    [InlineData("2026-04-30T10:02:03+09:00", true)]
    [InlineData("2026-04-30T10:02:04+09:00", false)]
    [InlineData("2026-05-02", false)]
    [InlineData("someday", true)]
    public void An_older_consent_that_arrives_again_does_not_undo_a_withdrawal(string given, bool wouldRevive)
    {
        var stored = Parse(Withdraw(ConsentJson(Provision("permit"))));

        Assert.Equal(wouldRevive, ConsentWithdrawal.WouldRevive(stored.Root, Parse(ConsentJson(Provision("permit"), given)).Root));
        Assert.False(ConsentWithdrawal.WouldRevive(Parse(ConsentJson(Provision("permit"))).Root, Parse(ConsentJson(Provision("permit"), given)).Root));
    }

    private static string Withdraw(string json) => Encoding.UTF8.GetString(ConsentWithdrawal.Withdraw(Parse(json), When).Value!);
}
