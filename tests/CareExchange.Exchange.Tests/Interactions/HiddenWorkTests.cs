using System.Diagnostics;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Tests.Interactions;

/// <summary>How long an answer takes tells nothing either: what is hidden costs the same questions to the database as what does not exist. Work is counted, not time.</summary>
public sealed class HiddenWorkTests
{
    private static readonly Requester Stranger = TestExchange.System("elsewhere");

    public static TheoryData<string, bool> Looks => new()
    {
        { "read", false }, { "read", true }, { "vread", false }, { "vread", true }, { "vread-other", false }, { "vread-other", true }, { "history", false }, { "history", true },
        { "everything", false }, { "everything", true },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task What_is_hidden_is_asked_for_as_often_as_what_does_not_exist(string look, bool hasConsent)
    {
        Assert.SkipWhen(TestStore.Postgres is null, "No PostgreSQL to count at.");
        await using var exchange = await TestExchange.OpenAsync("postgres");
        using var statements = new StatementCounter();
        var hidden = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            hidden.Add(await exchange.CreateAsync("office", """{"resourceType":"Patient","name":[{"text":"김가온"}]}"""));
            if (hasConsent) await exchange.CreateAsync("office", ReadInteractionTests.ConsentFor(hidden[^1], "clinic"));
            for (var record = 0; record < 5; record++) await exchange.CreateAsync("office", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{{hidden[^1]}}}"}}""");
        }

        // Whoever searches has the consents in hand; a look at somebody, and then again.
        await exchange.Search.SearchAsync("Patient", [], _ => null, Stranger, TestExchange.Trace, default);
        foreach (var id in hidden)
        {
            var absent = Guid.NewGuid().ToString();
            foreach (var _ in (int[])[1, 2])
            {
                var (one, other) = (await CountAsync(id), await CountAsync(absent));
                TestContext.Current.TestOutputHelper?.WriteLine($"{look}: hidden {one.Count}, absent {other.Count}\n  {string.Join("\n  ", one)}\n --\n  {string.Join("\n  ", other)}");
                Assert.True(one.Count > 0);
                Assert.Equal(other.Count, one.Count);
            }
        }

        async Task<IReadOnlyList<string>> CountAsync(string id)
        {
            using var count = statements.Begin();
            var shown = look switch
            {
                "history" => (await new HistoryInteraction(exchange.Store.Resources, new HistoryQueryParser(exchange.Store.Database), exchange.Consent, exchange.Audit).ReadAsync("Patient", id, [], _ => true, Stranger, TestExchange.Trace, default)).Succeeded,
                _ => (await exchange.Read.ReadAsync("Patient", id, look switch { "read" => null, "vread" => 1, _ => 7 }, Stranger, TestExchange.Trace, default)).Succeeded,
            };
            Assert.False(shown);
            return count.Statements;
        }
    }

    /// <summary>Hears every statement that the driver of PostgreSQL sends within a request.</summary>
    private sealed class StatementCounter : IDisposable
    {
        private readonly ActivitySource _source = new("hidden-work");
        private readonly ActivityListener _listener;

        public StatementCounter()
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name is "Npgsql" || source == _source,
                Sample = static (ref _) => ActivitySamplingResult.AllData,
                ActivityStopped = static activity =>
                {
                    // A connection that is opened anew is the pool's affair.
                    if (activity.Source.Name != "Npgsql" || activity.Kind != ActivityKind.Client || activity.DisplayName.StartsWith("CONNECT", StringComparison.Ordinal)) return;
                    var text = $"{activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement") ?? activity.DisplayName}".ReplaceLineEndings(" ");

                    // Now and then a look finds out that nothing was written for a while, whatever it looked at.
                    if (text.StartsWith("SELECT last_value", StringComparison.Ordinal)) return;
                    for (var parent = activity.Parent; parent is not null; parent = parent.Parent)
                    {
                        if (parent.GetCustomProperty("statements") is List<string> heard) lock (heard) heard.Add(text);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public Count Begin() => new(_source.StartActivity("look")!);

        public void Dispose()
        {
            _listener.Dispose();
            _source.Dispose();
        }

        public sealed class Count : IDisposable
        {
            private readonly Activity _look;
            private readonly List<string> _heard = [];

            public Count(Activity look)
            {
                _look = look;
                look.SetCustomProperty("statements", _heard);
            }

            public IReadOnlyList<string> Statements => _heard;

            public void Dispose() => _look.Dispose();
        }
    }
}
