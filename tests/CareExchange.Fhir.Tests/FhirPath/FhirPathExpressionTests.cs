using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.Tests.FhirPath;

public class FhirPathExpressionTests
{
    private const string Patient = """
        {
          "resourceType": "Patient",
          "id": "p1",
          "contained": [{ "resourceType": "Organization", "id": "o1", "name": "서대문구" }],
          "active": true,
          "name": [{ "use": "official", "family": "김", "given": ["가온", "\ub098래"] }, { "use": "usual", "given": ["온"] }],
          "birthDate": "1948-03-02",
          "deceasedBoolean": false,
          "managingOrganization": { "reference": "#o1" },
          "generalPractitioner": [{ "reference": "Practitioner/7" }, { "reference": "http://elsewhere/fhir/Organization/8/_history/2" }, { "reference": "urn:uuid:1", "type": "PractitionerRole" }]
        }
        """;

    private readonly Element _patient = FhirDocument.Parse(Encoding.UTF8.GetBytes(Patient), Schema.R4).Value!.Root;

    [Theory]
    [InlineData("Patient.name.given", "가온|나래|온")]
    [InlineData("name.where(use = 'official').family & '가온'", "김가온")]
    [InlineData("Resource.id", "p1")]
    [InlineData("name.first().given.last()", "나래")]
    [InlineData("(Patient.deceased as boolean)", "false")]
    [InlineData("Patient.deceased as boolean", "false")]
    [InlineData("(Patient.deceased as dateTime) | Patient.birthDate", "1948-03-02")]
    [InlineData("deceased is boolean", "true")]
    [InlineData("Patient.deceased.exists() and Patient.deceased != false", "false")]
    [InlineData("generalPractitioner.where(resolve() is Practitioner).reference", "Practitioner/7")]
    [InlineData("generalPractitioner.where(resolve() is Organization).count()", "1")]
    [InlineData("generalPractitioner.where(resolve() is PractitionerRole).type", "PractitionerRole")]
    [InlineData("managingOrganization.resolve().name", "서대문구")]
    [InlineData("birthDate + 1 month", "1948-04-02")]
    [InlineData("iif(active, 'on', 1 / 0)", "on")]
    [InlineData("name.given.count() > 2 implies active", "true")]
    [InlineData("{} and false", "false")]
    [InlineData("1.50 + 1.5", "3.00")]
    [InlineData("%resource.id | %context.id", "p1")]
    [InlineData("%`vs-administrative-gender`", "http://hl7.org/fhir/ValueSet/administrative-gender")]
    [InlineData("%ucum", "http://unitsofmeasure.org")]
    [InlineData("valueQuantity", "")]
    public void An_expression_finds(string expression, string expected) => Assert.Equal(expected, Find(expression));

    [Theory]
    [InlineData("name.", 1, 6, "an element or function name", "end of the expression")]
    [InlineData("name\n  .where(use = )", 2, 16, "an expression", ")")]
    [InlineData("'한글' ~ #", 1, 12, "an expression", "#")]
    [InlineData("name.where(", 1, 12, "an expression", "end of the expression")]
    [InlineData("@2026-13-01", 1, 1, "@YYYY-MM-DDThh:mm:ss.fff+zz:zz or @Thh:mm:ss.fff", "@2026-13-01")]
    [InlineData("'open", 1, 1, "'", "end of the expression")]
    public void A_broken_expression_is_an_issue_with_its_position(string expression, int line, int column, string expected, string found)
    {
        var issue = Assert.Single(FhirPathExpression.Compile(expression).Issues);

        Assert.Equal(("fhirpath-syntax", line, column, expected, found), (issue.Rule, issue.Line, issue.Column, issue.Expected, issue.Found));
        Assert.Contains($"{line}행 {column}열", issue.Korean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name.nonsense()", "there is no function nonsense()")]
    [InlineData("name.where()", "where() takes 1 arguments, not 0")]
    [InlineData("name.ofType(1)", "ofType() takes one type name")]
    public void A_misused_function_is_refused_when_compiled(string expression, string complaint)
    {
        var issue = Assert.Single(FhirPathExpression.Compile(expression).Issues);

        Assert.Equal("fhirpath-function", issue.Rule);
        Assert.Contains(complaint, issue.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name.single()", "fhirpath-singleton")]
    [InlineData("name.given < 1", "fhirpath-singleton")]
    [InlineData("birthDate < 1", "fhirpath-type")]
    [InlineData("%nobody", "fhirpath-variable")]
    [InlineData("now()", "fhirpath-clock")]
    [InlineData("conformsTo('urn:none')", "fhirpath-unresolved")]
    [InlineData("id.matches('(')", "fhirpath-pattern")]
    [InlineData("1.repeat($this + 1)", "fhirpath-limit")]
    [InlineData("id.ofType(Nonsense)", "fhirpath-type")]
    public void A_failing_evaluation_is_an_issue_and_finds_nothing(string expression, string rule)
    {
        var compiled = FhirPathExpression.Compile(expression).Value!;
        var outcome = compiled.TryEvaluate(new PathItem(_patient));

        Assert.Null(outcome.Value);
        Assert.Equal(rule, Assert.Single(outcome.Issues).Rule);
        Assert.Empty(compiled.Evaluate(_patient));
        Assert.False(compiled.IsTrue(_patient));
    }

    [Fact]
    public void A_question_tells_false_from_nothing_and_from_failure()
    {
        bool? Ask(string expression) => FhirPathExpression.Compile(expression).Value!.Test(new PathItem(_patient), null, out _);

        Assert.True(Ask("active"));
        Assert.False(Ask("deceased"));
        Assert.Null(Ask("photo"));
        Assert.True(Ask("name.first()"));
        FhirPathExpression.Compile("name").Value!.Test(new PathItem(_patient), null, out var failure);
        Assert.Equal("fhirpath-singleton", failure?.Rule);
    }

    [Fact]
    public void An_expression_may_start_from_a_value_or_from_nothing()
    {
        var context = new FhirPathContext
        {
            Variables = new Dictionary<string, IReadOnlyList<PathItem>>(StringComparer.Ordinal) { ["who"] = [new PathItem(_patient)] },
            Now = new DateTimeOffset(2026, 3, 27, 9, 30, 0, TimeSpan.FromHours(9)),
        };

        Assert.Equal("22", Single("$this.substring(3)", PathItem.Of("11122"), context).Text);
        Assert.Equal("김", Single("%who.name.family", default, context).Text);
        Assert.Equal("2026-03-27", Single("today()", default, context).Text);
        Assert.Equal("2026-03-27T09:30:00.000+09:00", Single("now()", default, context).Text);
        Assert.Equal("09:30:00.000", Single("timeOfDay()", default, context).Text);
    }

    [Fact]
    public void Values_have_system_types_and_elements_keep_theirs()
    {
        Assert.Equal(("birthDate", "date"), (Single("birthDate").Element.Name, Single("birthDate").TypeName));
        Assert.Equal(TemporalPrecision.Day, Assert.IsType<TemporalValue>(Single("birthDate").Value).Precision);
        Assert.Equal(("Boolean", true), (Single("active.not().not()").TypeName, Single("active").Value));
        Assert.Equal(new QuantityValue(4, "days", true), Single("4 days").Value);
    }

    [Fact]
    public void Checks_against_the_definitions_name_the_element_and_its_place()
    {
        var issue = Assert.Single(FhirPathExpression.Compile("name.where(use = 'official').giben").Value!.Check(Schema.R4, "Patient"));

        Assert.Equal(("fhirpath-element", 1, 30, "giben"), (issue.Rule, issue.Line, issue.Column, issue.Found));
        Assert.Empty(FhirPathExpression.Compile("contact.name.given | link.other.resolve().anything").Value!.Check(Schema.R4, "Patient"));
        Assert.Empty(FhirPathExpression.Compile("telecom.value").Value!.Check(Schema.R4, "Patient.contact"));
        Assert.Empty(FhirPathExpression.Compile("anything").Value!.Check(Schema.R4, "NoSuchType"));
    }

    [Fact]
    public void Casting_many_items_filters_them_unless_the_context_refuses_it()
    {
        var expression = FhirPathExpression.Compile("name.as(HumanName).family").Value!;

        Assert.Equal("김", Assert.Single(expression.Evaluate(_patient)).Text);
        Assert.Equal("fhirpath-singleton", Assert.Single(expression.TryEvaluate(new PathItem(_patient), new FhirPathContext { RefusesCastOfMany = true }).Issues).Rule);
    }

    [Theory]
    [InlineData("Patient.name.given.exists()", "name", "given")]
    [InlineData("name.given.count() > 2", "name", "given")]
    [InlineData("name.where(use = 'official').exists()", "name", "use")]
    [InlineData("active and true", "active", "id")]
    public void Usual_questions_allocate_nothing_beyond_the_walk_itself(string text, string child, string grandchild)
    {
        var expression = FhirPathExpression.Compile(text).Value!;
        void Walk()
        {
            foreach (var element in _patient.Children(child))
            {
                foreach (var _ in element.Children(grandchild)) continue;
            }
        }

        // Without optimization the walk boxes flags; with it, both sides are zero.
        var walked = Allocated(Walk);
        var evaluated = Allocated(() => Assert.True(expression.IsTrue(_patient)));

        Assert.InRange(evaluated, 0, walked);
    }

    [Fact]
    public void One_compiled_expression_serves_many_threads()
    {
        var expression = FhirPathExpression.Compile("name.select(given.first() & use).distinct().count()").Value!;

        Parallel.For(0, 200, _ => Assert.Equal("2", Assert.Single(expression.Evaluate(_patient)).Text));
    }

    private static long Allocated(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private PathItem Single(string expression) => Single(expression, new PathItem(_patient), null);

    private static PathItem Single(string expression, PathItem focus, FhirPathContext? context) =>
        Assert.Single(FhirPathExpression.Compile(expression).Value!.TryEvaluate(focus, context).Value!);

    private string Find(string expression)
    {
        var outcome = FhirPathExpression.Compile(expression).Value!.TryEvaluate(new PathItem(_patient));
        Assert.True(outcome.Value is not null, outcome.Issues.Count > 0 ? outcome.Issues[0].English : "");
        return string.Join('|', outcome.Value.Select(item => item.Text));
    }
}
