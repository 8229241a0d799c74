using CareExchange.Exchange.CarePlans;
using CareExchange.Storage.Resources;
using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans;

public sealed class SharedCarePlanBuilderTests
{
    private static readonly StoredResource Patient = Resource("{'resourceType':'Patient','id':'p1','name':[{'text':'김가온(가명)'}]}", "identity");
    private static readonly StoredResource Condition = Resource("{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'},'code':{'text':'만성 신장병'}}", "clinical", "hongje-homecare");
    private static readonly StoredResource Goal = Resource("{'resourceType':'Goal','id':'g1','lifecycleStatus':'active','description':{'text':'집에서 지낸다'},'subject':{'reference':'Patient/p1'},'addresses':[{'reference':'Condition/c1'}]}");

    [Fact]
    public void A_builder_that_was_given_nothing_builds_a_plan_without_a_single_line()
    {
        var plan = Plan();

        Assert.Empty(plan.Due);
        Assert.Empty(plan.Goals);
        Assert.Empty(plan.Services);
        Assert.Empty(plan.Sources);
        Assert.True(plan.Needs.IsEmpty);
        Assert.True(plan.Judgement.IsEmpty);
        Assert.Equal("", plan.Person.Name);
        Assert.Null(plan.Outline);
    }

    [Fact]
    public void The_order_in_which_resources_arrive_does_not_change_the_plan()
    {
        var one = Plan(Patient, Condition, Goal);
        var other = Plan(Goal, Condition, Patient);

        Assert.Equal(one.Edition, other.Edition);
        Assert.Equal(one.Sources, other.Sources);
        Assert.Equal(one.Needs.Conditions, other.Needs.Conditions);
        Assert.Equal(one.Goals.Single().Text, other.Goals.Single().Text);
    }

    [Fact]
    public void The_edition_changes_with_a_version_that_is_shown_and_only_then()
    {
        var before = Plan(Patient, Condition).Edition;

        Assert.Equal(before, Plan(Condition, Patient).Edition);
        Assert.NotEqual(before, Plan(Patient, Condition with { Version = 2 }).Edition);
        Assert.Matches("^[0-9A-F]{8}$", before);
    }

    [Fact]
    public void A_goal_does_not_mention_a_need_that_was_not_given()
    {
        Assert.Equal("만성 신장병", Plan(Condition, Goal).Goals.Single().Addresses.Single().Text.Korean);
        Assert.Empty(Plan(Goal).Goals.Single().Addresses);
    }

    [Fact]
    public void Deleted_and_unreadable_resources_add_nothing()
    {
        var builder = new SharedCarePlanBuilder("p1", Today, new());
        builder.Add(Condition with { Deleted = true, Json = default });
        builder.Add(Condition with { Json = "{\"resourceType\":"u8.ToArray() });

        Assert.Equal(0, builder.Count);
        Assert.True(builder.Build().Needs.IsEmpty);
    }

    [Fact]
    public void Resources_without_any_of_the_expected_elements_are_no_lines_and_no_errors()
    {
        string[] types =
        [
            "Patient", "RelatedPerson", "Condition", "Observation", "Goal", "Task", "ServiceRequest", "CarePlan", "CareTeam", "Encounter", "Procedure",
            "Consent", "Coverage", "Flag", "RiskAssessment", "MedicationStatement", "MedicationRequest", "Appointment", "Provenance", "DocumentReference", "Organization",
        ];

        var plan = Plan([.. types.SelectMany(type => new[] { "service", "clinical", "referral", "cognition", "function", "benefit" }.Select(category =>
            Resource($"{{'resourceType':'{type}','id':'{type.ToLowerInvariant()}-{category}'}}", category)))]);

        Assert.True(plan.Needs.IsEmpty);
        Assert.True(plan.Judgement.IsEmpty);
        Assert.Empty(plan.Goals);
        Assert.Empty(plan.Services);
        Assert.Empty(plan.Referrals);
        Assert.Empty(plan.Stays);
    }
}
