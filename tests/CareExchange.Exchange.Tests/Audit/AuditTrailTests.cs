using System.Reflection;
using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Tests.Audit;

public sealed class AuditTrailTests
{
    public static TheoryData<string> Actions => [.. typeof(AuditAction).GetFields(BindingFlags.Public | BindingFlags.Static).Select(constant => constant.Name)];

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Every_action_becomes_a_valid_AuditEvent_permitted_or_refused(string name)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var action = (AuditAction)typeof(AuditAction).GetField(name)!.GetValue(null)!;
        var staff = TestExchange.Staff(RequesterRole.ClinicNurse, "clinic");

        await exchange.Audit.RecordAsync(
            [
                new AuditRecord(action, TestExchange.System("office"), TestExchange.Trace) { Refused = true, Explanation = "scope-missing" },
                new AuditRecord(action, staff, TestExchange.Trace with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" })
                {
                    Person = "p1",
                    Query = "Observation?patient=p1",
                    Entities = ["Observation/1/_history/1"],
                    Grounds = [new(LegalBasis.Consent.Uri, "provision[0]", "Consent/c1/_history/2"), new(LegalBasis.OwnRecord.Uri, "own-contribution", null)],
                },
            ],
            default);

        Assert.All(await exchange.TrailAsync(), row => Assert.Empty(TestExchange.Wrong(row.Json)));
    }

    [Fact]
    public async Task An_entry_says_who_for_whom_why_on_what_ground_from_where_and_by_which_request()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var staff = TestExchange.Staff(RequesterRole.ClinicNurse, "clinic");

        await exchange.Audit.RecordAsync(
            new AuditRecord(AuditAction.Read, staff, TestExchange.Trace) { Person = "p1", Refused = true, Grounds = [new(LegalBasis.Consent.Uri, "provision[0]", "Consent/c1/_history/2")] },
            default);

        var row = Assert.Single(await exchange.TrailAsync());
        Assert.Equal(("read", "deny", "clinic-nurse-1", "clinic", "p1"), (row.Action, row.Outcome, row.Agent, row.Organization, row.Person));
        using var json = JsonDocument.Parse(row.Json);
        var root = json.RootElement;
        Assert.Equal("4", root.GetProperty("outcome").GetString());
        Assert.Equal("TREAT", root.GetProperty("agent")[0].GetProperty("purposeOfUse")[0].GetProperty("coding")[0].GetProperty("code").GetString());
        Assert.Equal("urn:careexchange:legal-basis:consent", root.GetProperty("agent")[1].GetProperty("policy")[0].GetString());
        Assert.Equal("192.0.2.1", root.GetProperty("agent")[1].GetProperty("network").GetProperty("address").GetString());
        Assert.Equal("Organization/clinic", root.GetProperty("agent")[3].GetProperty("who").GetProperty("reference").GetString());
        var entities = root.GetProperty("entity").EnumerateArray().Select(entity => entity.GetProperty("what")).ToArray();
        Assert.Equal("Patient/p1", entities[0].GetProperty("reference").GetString());
        Assert.Equal("Consent/c1/_history/2", entities[1].GetProperty("reference").GetString());
        Assert.Equal("request-1", entities[^1].GetProperty("identifier").GetProperty("value").GetString());
    }
}
