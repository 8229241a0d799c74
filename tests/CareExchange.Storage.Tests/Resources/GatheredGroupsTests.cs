using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Tests.Resources;

public sealed class GatheredGroupsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static GatheredGroups<int> Groups(int limit) => new(limit, static _ => 0, 0);

    [Fact]
    public void Who_is_alone_is_taken_at_once_and_only_the_first_is_told_to_find_a_taker()
    {
        var groups = Groups(10);
        var group = new List<int>();

        Assert.True(groups.Add(1));
        Assert.True(groups.Take(group, Patience, isCommit: true));
        Assert.Equal([1], group);
        Assert.False(groups.Add(2));
        Assert.True(groups.Take(group, Patience, isCommit: true));
        Assert.Equal([2], group);
    }

    [Fact]
    public void When_nobody_comes_the_taker_goes_and_the_next_to_come_is_told_to_find_another()
    {
        var groups = Groups(10);
        var group = new List<int> { 7 };
        groups.Add(1);
        groups.Take(group, Patience, isCommit: true);

        Assert.False(groups.Take(group, TimeSpan.FromMilliseconds(1), isCommit: true));
        Assert.Empty(group);
        Assert.True(groups.Add(2));
    }

    [Fact]
    public void No_group_is_larger_than_the_limit_and_all_come_in_their_order()
    {
        var groups = Groups(3);
        foreach (var number in Enumerable.Range(0, 8)) groups.Add(number);
        var (group, all) = (new List<int>(), new List<int>());
        for (var round = 0; round < 3; round++)
        {
            Assert.True(groups.Take(group, Patience, isCommit: true));
            Assert.InRange(group.Count, 1, 3);
            all.AddRange(group);
        }

        Assert.Equal(Enumerable.Range(0, 8), all);
    }

    [Fact]
    public void No_group_of_several_is_heavier_than_the_limit_and_what_is_heavier_goes_alone()
    {
        var groups = new GatheredGroups<int>(10, static weight => weight, 10);
        foreach (var weight in (int[])[4, 5, 2, 30, 10, 1]) groups.Add(weight);
        var (group, taken) = (new List<int>(), new List<string>());
        while (taken.Count < 5)
        {
            groups.Take(group, Patience, isCommit: true);
            taken.Add(string.Join(' ', group));
        }

        Assert.Equal(["4 5", "2", "30", "10", "1"], taken);
    }

    [Fact]
    public void Whoever_does_not_come_back_is_not_waited_for_longer_than_a_moment()
    {
        var groups = Groups(100);
        foreach (var number in Enumerable.Range(0, 50)) groups.Add(number);
        var group = new List<int>();
        groups.Take(group, Patience, isCommit: true);
        Assert.Equal(50, group.Count);

        groups.Add(50);
        Assert.True(groups.Take(group, Patience, isCommit: true));
        Assert.Equal([50], group);
    }

    [Fact]
    public async Task Nothing_that_many_threads_add_is_lost_or_taken_twice()
    {
        var groups = Groups(64);
        var taken = new List<int>();
        var adding = Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var number = 0; number < 1000; number++) groups.Add((thread * 1000) + number);
        })).ToArray();
        await Task.Run(() =>
        {
            for (var group = new List<int>(); taken.Count < 8000 && groups.Take(group, Patience, isCommit: true);) taken.AddRange(group);
        });
        await Task.WhenAll(adding);

        Assert.Equal(Enumerable.Range(0, 8000), taken.Order());
    }
}
