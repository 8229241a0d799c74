namespace CareExchange.Architecture.Tests;

public class RoomOrderTests
{
    private const string Rooms = """
        # from the ground up
        CareExchange.Exchange
          Requests
          Consent  Audit
          Intake
        """;

    [Fact]
    public void Every_file_names_only_rooms_below_its_own()
    {
        Assert.NotEmpty(Tree.Sources);
        Guard.Accepts(RoomOrder.Parse(Tree.Read("src/rooms.txt")).Check(Tree.Sources));
    }

    [Fact]
    public void A_room_may_name_the_rooms_below_it() => Guard.Accepts(Check(
        Source("Intake/Inbox.cs", "using CareExchange.Exchange.Consent;\nusing CareExchange.Exchange.Requests;\nnamespace CareExchange.Exchange.Intake;")));

    [Theory]
    [InlineData("using CareExchange.Exchange.Intake;")]
    [InlineData("using static CareExchange.Exchange.Intake.Inbox;")]
    [InlineData("using Box = CareExchange.Exchange.Intake.Inbox;")]
    [InlineData("class C { CareExchange.Exchange.Intake.Inbox? _box; }")]
    [InlineData("class C { Intake.Inbox? _box; }")]
    public void A_room_that_names_a_room_above_is_refused(string text) => Assert.Equal(
        ["CareExchange.Exchange/Consent/Decider.cs: Consent names Intake, which lies above it."],
        Check(Source("Intake/Inbox.cs", ""), Source("Consent/Decider.cs", text)));

    [Fact]
    public void A_spoke_that_names_its_neighbour_is_refused() => Assert.Equal(
        ["CareExchange.Exchange/Audit/Trail.cs: Audit names Consent, its neighbour."],
        Check(Source("Audit/Trail.cs", "using CareExchange.Exchange.Consent;")));

    [Theory]
    [InlineData("// later: CareExchange.Exchange.Intake")]
    [InlineData("/* CareExchange.Exchange.Intake */")]
    [InlineData("class C { string s = \"CareExchange.Exchange.Intake\"; }")]
    [InlineData("class C { string s = \"\"\"say \"CareExchange.Exchange.Intake\" \"\"\"; }")]
    [InlineData("class C { Intake.Other? _unrelated; }")]
    public void Prose_and_unrelated_names_are_not_arrows(string text) => Guard.Accepts(
        Check(Source("Intake/Inbox.cs", ""), Source("Consent/Decider.cs", text)));

    [Fact]
    public void A_folder_that_nobody_listed_is_refused() => Assert.Equal(
        ["CareExchange.Exchange/Helpers/Box.cs: the room Helpers is not in rooms.txt."],
        Check(Source("Helpers/Box.cs", "")));

    [Fact]
    public void The_spokes_of_Exchange_stand_on_one_line_so_that_sideways_is_refused()
    {
        var order = RoomOrder.Parse(Tree.Read("src/rooms.txt"));
        string[] spokes = ["Consent", "Audit", "Persons", "Partners", "Referrals", "CareEvents", "Casework", "CarePlans", "Delivery"];

        foreach (var spoke in spokes)
        {
            var text = string.Concat(spokes.Where(other => other != spoke).Select(other => $"using CareExchange.Exchange.{other};\n"));
            Assert.Equal(spokes.Length - 1, order.Check([Source($"{spoke}/Box.cs", text)]).Count(found => found.EndsWith("its neighbour.", StringComparison.Ordinal)));
        }
    }

    private static IEnumerable<string> Check(params SourceFile[] sources) => RoomOrder.Parse(Rooms).Check(sources);

    private static SourceFile Source(string path, string text) => new("CareExchange.Exchange", path, text);
}
