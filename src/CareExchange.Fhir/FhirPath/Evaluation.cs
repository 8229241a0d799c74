using CareExchange.Fhir.FhirPath.Syntax;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.FhirPath;

/// <summary>One run of an expression: its context, its buffers, its budget, and the first thing that went wrong.</summary>
/// <remarks>Failing sets a flag instead of throwing: whatever is computed after it is discarded, and loops end when they see it.</remarks>
internal sealed class Evaluation
{
    // Bounds what a short hostile expression can make of a document: repeat() can grow without end.
    private const int Budget = 2_000_000;

    /// <summary>The longest string that an expression may build.</summary>
    public const int MaximumText = 4_000_000;

    // Text is work too: many long strings would fill the memory before they spend the budget item by item.
    private const int CharactersPerItem = 16;

    private const int MaximumIdleCapacity = 16_384;

    [ThreadStatic]
    private static Evaluation? t_idle;

    private readonly Stack<Items> _idle = new();
    private int _spent;

    private Evaluation()
    {
    }

    public FhirPathContext Context { get; private set; } = FhirPathContext.Empty;

    /// <summary>The item that the expression as a whole started from: <c>%context</c>.</summary>
    public PathItem Focus { get; private set; }

    public string Expression { get; private set; } = "";

    public Issue? Failure { get; private set; }

    public bool HasFailed => Failure is not null;

    /// <summary>Starts a run on this thread; a run within a run (a host may evaluate too) gets its own.</summary>
    public static Evaluation Begin(string expression, in PathItem focus, FhirPathContext? context)
    {
        var run = t_idle ?? new Evaluation();
        t_idle = null;
        run.Expression = expression;
        run.Focus = focus;
        run.Context = context ?? FhirPathContext.Empty;
        run._spent = 0;
        return run;
    }

    public void End()
    {
        Failure = null;
        Focus = default;
        Context = FhirPathContext.Empty;
        t_idle = this;
    }

    public Items Rent() => _idle.TryPop(out var items) ? items : new Items();

    public void Return(Items items)
    {
        items.Clear();
        // A thread keeps its buffers, so one huge evaluation must not leave its own behind.
        if (items.Capacity <= MaximumIdleCapacity) _idle.Push(items);
    }

    /// <summary>Counts work; false once the budget is spent or something failed.</summary>
    public bool Spend(int offset, int work = 1)
    {
        if (HasFailed) return false;
        _spent += work;
        if (_spent <= Budget) return true;
        Fail(offset, "too-costly", "fhirpath-limit", "the expression visits too many items.", "식이 너무 많은 항목을 방문합니다.");
        return false;
    }

    /// <summary>Counts the building of a string; false where it would grow too long, or the budget is spent.</summary>
    public bool SpendText(int offset, long length)
    {
        if (length <= MaximumText) return Spend(offset, 1 + (int)(length / CharactersPerItem));
        Fail(offset, "too-costly", "fhirpath-limit", "the text grows too long.", "텍스트가 너무 길어집니다.");
        return false;
    }

    /// <summary>Records the first failure. Texts name types, never values: they travel into logs.</summary>
    public void Fail(int offset, string code, string rule, string english, string korean, string? expected = null, string? found = null)
    {
        if (HasFailed) return;
        var (line, column) = TextOffset.Locate(Expression, offset);
        Failure = new Issue(
            IssueSeverity.Error,
            code,
            rule,
            $"FHIRPath evaluation, line {line}, column {column} of the expression: {english}",
            $"FHIRPath 평가, 식의 {line}행 {column}열: {korean}")
        {
            Line = line,
            Column = column,
            Expression = Focus.IsElement ? Focus.Element.Path : null,
            Expected = expected,
            Found = found,
        };
    }

    public void FailSingleton(int offset, string what, int count) => Fail(
        offset,
        "value",
        "fhirpath-singleton",
        $"{what} takes one item but there are {count}.",
        $"{what}에는 항목이 하나만 와야 하는데 {count}개가 있습니다.",
        "one item",
        $"{count} items");

    public void FailType(int offset, string what, string expected, string found) => Fail(
        offset,
        "value",
        "fhirpath-type",
        $"{what} takes {expected}, not {found}.",
        $"{what}에는 {expected}이(가) 와야 하는데 {found}이(가) 있습니다.",
        expected,
        found);
}
