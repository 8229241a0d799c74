using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Fhir.Tests.FhirPath;

public class EvaluationAllocationTests
{
    private static readonly FhirDocument Document = FhirDocument.Parse(
        Encoding.UTF8.GetBytes("""
            {"resourceType":"Observation","id":"o1","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/vitalsigns"]},
             "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">36.5</div>"},
             "extension":[{"url":"urn:x","valueString":"y"}],
             "status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
             "code":{"coding":[{"system":"http://loinc.org","code":"8310-5","display":"Body temperature"}]},
             "subject":{"reference":"Patient/p1"},"effectivePeriod":{"start":"2026-03-01T09:30:00+09:00","end":"2026-03-01T09:45:00+09:00"},
             "valueQuantity":{"value":36.5,"unit":"Cel","system":"http://unitsofmeasure.org","code":"Cel"},
             "referenceRange":[{"low":{"value":36},"high":{"value":37}}]}
            """),
        Schema.R4).Value!;

    private static readonly FhirPathContext Context = new() { Resource = Document.Root, RootResource = Document.Root };

    [Theory]
    [InlineData("", "text.`div`.exists()")] // dom-6
    [InlineData("", "contained.contained.empty()")] // dom-2
    [InlineData("", "contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()")] // dom-4
    [InlineData("", "dataAbsentReason.empty() or value.empty()")] // obs-6
    [InlineData("", "value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()")] // obs-7
    [InlineData("", "status = 'final' or status = 'amended'")]
    [InlineData("", "status != 'cancelled'")]
    [InlineData("", "category.coding.where(system = 'http://terminology.hl7.org/CodeSystem/observation-category' and code = 'vital-signs').exists()")] // as con-3
    [InlineData("", "code.coding.exists(system = 'http://loinc.org')")]
    [InlineData("", "code.coding.all(code.exists() and display.exists())")]
    [InlineData("", "meta.profile.count() <= 3")]
    [InlineData("", "subject.where(resolve() is Patient).exists()")]
    [InlineData("", "(value is Quantity) and (value as Quantity).exists()")]
    [InlineData("", "value.ofType(Quantity).unit.exists()")]
    [InlineData("", "status in ('final' | 'amended')")]
    [InlineData("", "Observation.subject.reference.exists() implies Observation.code.exists()")]
    [InlineData("value", "code.empty() or system.exists()")] // qty-3
    [InlineData("value", "value.hasValue().not() or value > 0")] // as age-1
    [InlineData("value", "system = %ucum")]
    [InlineData("effective", "start.hasValue().not() or end.hasValue().not() or (start <= end)")] // per-1
    [InlineData("extension", "extension.exists() != value.exists()")] // ext-1
    [InlineData("referenceRange", "low.exists() or high.exists() or text.exists()")] // obs-3
    [InlineData("referenceRange", "low.empty() xor high.exists()")]
    public void Common_invariants_are_evaluated_without_allocation(string path, string expression)
    {
        var focus = path.Length == 0 ? Document.Root : Document.Root[path];
        var compiled = FhirPathExpression.Compile(expression).Value!;
        Assert.True(compiled.IsTrue(focus, Context));
        for (var warm = 0; warm < 100; warm++) compiled.Test(focus, Context, out _);

        // What the runtime itself allocates once on this thread (compiling again, say) is in one round, what an evaluation allocates in all of them.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => BytesOf(() => compiled.Test(focus, Context, out var _))));
    }
    private static long BytesOf(Action evaluation)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var again = 0; again < 1000; again++) evaluation();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
    }
}
