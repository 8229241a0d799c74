using System.Text;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Tests.Audit;

public sealed class LookTemplatesTests
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    [Fact]
    public void A_template_writes_the_very_bytes_that_the_writer_writes()
    {
        var system = TestExchange.System("office");
        var staff = TestExchange.Staff(RequesterRole.ClinicNurse, "clinic") with { Display = "김\"간호사\"", AppId = "app", TokenId = "t-1" };
        var consent = new AuditGround(LegalBasis.Consent.Uri, "provision[0].\"x\"", "Consent/c1/_history/2");
        var rule = new AuditGround(new LegalBasis(LegalBasisKind.Statute, "제23조제3항").Uri, "act-23", null);
        foreach (var requester in (Requester[])[system, staff])
        {
            foreach (var grounds in (AuditGround[][])[[], [consent], [rule], [consent, rule], [consent with { Consent = "Consent/another-one/_history/17" }]])
            {
                foreach (var person in (string?[])[null, "p1", "a-much-longer-person.id", "person \"with\" 따옴표"])
                {
                    foreach (var trace in (RequestTrace[])[TestExchange.Trace, new("0HN:00000001", null, null), new("0HN:00000002", TraceParents.Next(), "::1"), new("odd \"id\"", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "::1")])
                    {
                        var record = new AuditRecord(AuditAction.Read, requester, trace) { Person = person, Entities = [$"Observation/{trace.RequestId.Length}/_history/3"], Grounds = grounds };
                        var id = AuditIds.Next(Moment);

                        // Twice: the first makes the template, the second fills one that another record made.
                        Same(id, record with { Entities = ["Patient/x/_history/1"] });
                        Same(id, record);
                        Same(id, record with { Query = "a=b&name=김" });
                        Same(id, record with { Query = "a=b", Entities = ["Patient/y"] });
                        Same(id, record with { Query = "a=b", Entities = ["bare"] });
                        Same(id, record with { Query = "a=b", Entities = ["Observation/z/_history/12"] });
                        Same(id, record with { Query = "a=b", Entities = ["Observation/z/_history/12", "Observation/another-one/_history/7", "Observation/z"] });
                        Same(id, record with { Query = "a=b", Entities = ["Observation/z/_history/12", "Patient/p/_history/7"] });
                        Same(id, record with { Query = "a=b", Entities = ["Observation/z", "ObservationDefinition/z", "Observation", "Observation/with \"marks\""] });
                        Same(id, record with { Query = "longer=than-that,by-far", Entities = [] });
                        Same(id, record with { Entities = [] });
                        Same(id, record with { Refused = true, Explanation = "because" });
                    }
                }
            }
        }
    }

    [Fact]
    public void Ids_are_different_UUIDs_of_version_7_with_the_moment_in_front()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Guid.Parse(AuditIds.Next(Moment))).ToArray();

        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, true), (id.Version, id.Variant is >= 8 and <= 11)));
        Assert.Single(ids.Select(id => id.ToString()[..13]).Distinct());
        Assert.Equal(Guid.CreateVersion7(Moment).ToString()[..13], ids[0].ToString()[..13]);
    }

    [Fact]
    public void New_traces_are_W3C_trace_contexts_and_no_two_are_the_same()
    {
        var traces = Enumerable.Range(0, 1000).Select(_ => TraceParents.Next()).ToArray();

        Assert.Equal(1000, traces.Select(trace => trace[3..35]).Distinct().Count());
        Assert.All(traces, trace => Assert.True(System.Diagnostics.ActivityContext.TryParse(trace, null, out var context) && context.TraceFlags == System.Diagnostics.ActivityTraceFlags.None, trace));
    }

    [Fact]
    public void Every_word_of_the_trail_is_among_those_that_a_search_knows()
    {
        var words = typeof(AuditAction).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Select(field => field.GetValue(null)).OfType<AuditAction>().ToArray();

        Assert.Equal(words.Select(word => word.Code).Order(StringComparer.Ordinal), AuditAction.All.Select(word => word.Code).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(words, word => word.Code == CareExchange.Storage.Audit.AuditQuery.Received);
    }

    private static void Same(string id, AuditRecord record) =>
        Assert.Equal(Encoding.UTF8.GetString(AuditEventWriter.Write(id, Moment, record, "gateway.example")), Encoding.UTF8.GetString(LookTemplates.Write(id, Moment, record, "gateway.example")));
}
