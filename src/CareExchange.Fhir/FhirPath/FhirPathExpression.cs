using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath.Compilation;
using CareExchange.Fhir.FhirPath.Syntax;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.FhirPath;

/// <summary>A FHIRPath expression (N1 / 2.0.0 with the R4 additions), compiled once; thread-safe.</summary>
/// <remarks>
/// Nothing here throws for any text or any document. What the specification calls an error at evaluation (two items where one
/// is asked for, a string compared with a number) is an issue of <see cref="TryEvaluate(PathItem, FhirPathContext?)"/>;
/// <see cref="Evaluate(Element, FhirPathContext?)"/> and <see cref="IsTrue(Element, FhirPathContext?)"/> are for callers to whom an error and
/// nothing are the same.
/// </remarks>
public sealed class FhirPathExpression
{
    /// <summary>The longest expression that is read, in characters.</summary>
    public const int MaximumLength = 100_000;

    private readonly Node _tree;
    private readonly Step _step;

    private FhirPathExpression(string text, Node tree, Step step)
    {
        Text = text;
        _tree = tree;
        _step = step;
    }

    /// <summary>The expression as it was given.</summary>
    public string Text { get; }

    /// <summary>Reads and compiles an expression.</summary>
    /// <returns>The expression, or one issue of rule <c>fhirpath-syntax</c> or <c>fhirpath-function</c> with line and column in the expression.</returns>
    public static Outcome<FhirPathExpression> Compile(string expression)
    {
        if (expression.Length > MaximumLength)
        {
            return new SyntaxError(0, "the expression is too long.", "식이 너무 깁니다.", $"at most {MaximumLength} characters", null).ToIssue(" ");
        }

        var (tree, error) = Parser.Parse(expression);
        if (tree is null) return error!.ToIssue(expression);
        var compiler = new Compiler();
        var step = compiler.Compile(tree);
        return compiler.Error is { } misuse ? misuse.ToIssue(expression) : new FhirPathExpression(expression, tree, step);
    }

    /// <summary>What the expression finds from an element; empty also where evaluation fails.</summary>
    public IReadOnlyList<PathItem> Evaluate(Element focus, FhirPathContext? context = null) => TryEvaluate(focus, context).Value ?? [];

    /// <summary>What the expression finds, or the reason why it cannot be evaluated.</summary>
    /// <param name="focus">Where to start; the absent item for expressions on variables alone.</param>
    /// <param name="context">Variables, host and clock.</param>
    /// <returns>The items in order; or one issue of rule <c>fhirpath-singleton</c>, <c>fhirpath-type</c>, <c>fhirpath-variable</c>, <c>fhirpath-clock</c>, <c>fhirpath-unresolved</c>, <c>fhirpath-pattern</c> or <c>fhirpath-limit</c>.</returns>
    public Outcome<IReadOnlyList<PathItem>> TryEvaluate(PathItem focus, FhirPathContext? context = null)
    {
        var run = Evaluation.Begin(Text, focus, context);
        var found = run.Rent();
        _step(new Scope(run, focus), found);
        Outcome<IReadOnlyList<PathItem>> outcome = run.Failure is { } failure
            ? failure
            : Outcome.Success<IReadOnlyList<PathItem>>(found.Span.ToArray());
        run.Return(found);
        run.End();
        return outcome;
    }

    /// <summary>Whether an element meets the expression: empty and failed are not true, one item that is no Boolean is.</summary>
    public bool IsTrue(Element focus, FhirPathContext? context = null) => Test(focus, context, out _) == true;

    /// <summary>The expression as a question: true, false, or null where it finds nothing or fails. Allocates nothing on the usual paths.</summary>
    /// <param name="focus">Where to start.</param>
    /// <param name="context">Variables, host and clock.</param>
    /// <param name="failure">Why evaluation failed, where it did.</param>
    /// <remarks>The difference between false and nothing matters to invariants: ref-1 of R4 finds nothing for a reference that has only a display.</remarks>
    public bool? Test(PathItem focus, FhirPathContext? context, out Issue? failure)
    {
        var run = Evaluation.Begin(Text, focus, context);
        var found = run.Rent();
        _step(new Scope(run, focus), found);
        var answer = Operators.Logic.ToBoolean(run, found, 0, "a question");
        failure = run.Failure;
        run.Return(found);
        run.End();
        return failure is null ? answer : null;
    }

    /// <summary>Checks the expression against the definitions without any data: unknown elements and types, order-dependent use of unordered collections.</summary>
    /// <param name="schema">The definitions.</param>
    /// <param name="contextType">The type of the focus (<c>Patient</c>, <c>HumanName</c>) or its path (<c>Patient.contact</c>); one that the schema lacks checks nothing.</param>
    /// <returns>Issues of rule <c>fhirpath-element</c>, <c>fhirpath-type</c> or <c>fhirpath-order</c>; empty where nothing is wrong or known.</returns>
    public IReadOnlyList<Issue> Check(Schema schema, string contextType) => new TypeChecker(schema, Text).Check(_tree, contextType);

    /// <summary>The expression as a union of paths that only go down (<c>a.b | a.c.where(d = 'e')</c>), for those who walk many at once; null where it is more than that.</summary>
    /// <remarks>An item that one path or several find, each finding counted, is in the union; the union drops what equals an earlier item.</remarks>
    public IReadOnlyList<IReadOnlyList<PathStep>>? Branches() =>
        new PathForm(node => new(Text, node, new Compiler().Compile(node))).Of(_tree);

    /// <summary>The names of the children of its focus that the expression looks at: where they are absent it finds what it would find without them.</summary>
    /// <param name="isFocus">Whether a name at the start of a path is a type of the focus, and so the focus itself.</param>
    /// <returns>The names, with an empty one where the focus itself is found; null where the expression may look at any child.</returns>
    public IReadOnlySet<string>? FocusChildren(Func<string, bool> isFocus) => new FocusChildren(isFocus).Of(_tree);

    /// <summary>When the expression must be true by the mere presence of its focus's children; null where presence never proves it.</summary>
    /// <param name="isType">Whether the focus is of the named type or derives from it.</param>
    /// <param name="children">Names of all children that the definition of the focus has; the first 64 are looked at.</param>
    public PresenceProof? Prove(Func<string, bool> isType, IReadOnlyList<string> children) => PresenceProver.Prove(_tree, isType, children);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
