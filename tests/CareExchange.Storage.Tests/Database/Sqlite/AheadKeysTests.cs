using CareExchange.Storage.Database.Sqlite;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>Who reads what is not pending waits for nothing; who reads what is, or may be, waits.</summary>
public sealed class AheadKeysTests
{
    [Fact]
    public void What_a_transaction_changes_is_pending_until_it_is_committed()
    {
        var keys = new AheadKeys();
        keys.Begin(7);
        keys.Add(7, [("Observation", "a")]);
        keys.Add(8, [("Condition", "b")]);

        Assert.True(keys.Holds("Observation", "a"));
        Assert.False(keys.Holds("Observation", "b"));
        Assert.True(keys.HoldsAny(["Patient", "Condition"]));
        keys.Commit(7);

        Assert.False(keys.Holds("Observation", "a"));
        Assert.True(keys.Holds("Condition", "b"));
        Assert.False(keys.HoldsAny(["Patient", "Observation"]));
    }

    [Fact]
    public void What_is_changed_again_meanwhile_stays_pending()
    {
        var keys = new AheadKeys();
        keys.Begin(7);
        keys.Add(7, [("Observation", "a")]);
        keys.Add(8, [("Observation", "a")]);

        keys.Commit(7);

        Assert.True(keys.Holds("Observation", "a"));
        keys.Commit(8);
        Assert.False(keys.Holds("Observation", "a"));
    }

    [Fact]
    public void Where_nobody_knows_what_was_changed_everything_may_have_been()
    {
        var keys = new AheadKeys();
        keys.Begin(7);
        keys.Add(7, null);

        Assert.True(keys.Holds("Observation", "a"));
        Assert.True(keys.HoldsAny(["Patient"]));
        keys.Commit(7);

        Assert.False(keys.Holds("Observation", "a"));
        Assert.False(keys.HoldsAny(["Patient"]));
    }

    [Fact]
    public void Numbers_of_another_time_mean_nothing()
    {
        var keys = new AheadKeys();
        keys.Begin(1000);
        keys.Add(1000, [("Observation", "a")]);
        keys.Add(1000, null);

        keys.Begin(7);

        Assert.False(keys.Holds("Observation", "a"));
        keys.Add(7, [("Observation", "a")]);
        Assert.True(keys.Holds("Observation", "a"));
    }
}
