using CareExchange.Fhir.FhirPath.Operators;
using CareExchange.Fhir.FhirPath.Syntax;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>One use of a function in an expression: where it stands and its compiled arguments.</summary>
internal sealed class Call(string name, int offset, IReadOnlyList<Node> nodes, Step[] arguments)
{
    // Built once: a criterion is asked for every item, and only a failing one needs to say its name.
    private readonly string _criterion = $"the criterion of {name}()";

    public string Name { get; } = name;

    public int Offset { get; } = offset;

    public IReadOnlyList<Node> Nodes { get; } = nodes;

    public int Count => arguments.Length;

    /// <summary>Evaluates an argument in the caller's scope.</summary>
    public void Argument(in Scope scope, int index, Items output) => arguments[index](scope, output);

    /// <summary>Evaluates an argument for one item of an iteration.</summary>
    public void Argument(in Scope scope, int index, in PathItem item, int position, Items output) =>
        arguments[index](scope.Over(item, position), output);

    /// <summary>A criterion for one item; null for empty.</summary>
    public bool? Criterion(in Scope scope, int index, in PathItem item, int position)
    {
        var found = scope.Run.Rent();
        Argument(scope, index, item, position, found);
        var answer = Logic.ToBoolean(scope.Run, found, Offset, _criterion);
        scope.Run.Return(found);
        return answer;
    }

    /// <summary>The one input item; false where there is none, and fails the run where there are more.</summary>
    public bool Single(in Scope scope, Items input, out PathItem item)
    {
        item = default;
        if (input.Count == 0 || scope.Run.HasFailed) return false;
        if (input.Count > 1)
        {
            scope.Run.FailSingleton(Offset, $"{Name}()", input.Count);
            return false;
        }

        item = input[0];
        return true;
    }

    /// <summary>The one input item as a string; fails the run where it is something else.</summary>
    public bool SingleText(in Scope scope, Items input, out string text)
    {
        text = "";
        if (!Single(scope, input, out var item)) return false;
        return AsText(scope, item, out text);
    }

    /// <summary>A string argument; false where it is empty.</summary>
    public bool Text(in Scope scope, int index, out string text)
    {
        text = "";
        return One(scope, index, out var item) && AsText(scope, item, out text);
    }

    /// <summary>An integer argument; false where it is empty.</summary>
    public bool Integer(in Scope scope, int index, out int number)
    {
        number = 0;
        if (!One(scope, index, out var item)) return false;
        if (item.Value is int value)
        {
            number = value;
            return true;
        }

        scope.Run.FailType(Offset, $"an argument of {Name}()", "an Integer", item.TypeName);
        return false;
    }

    /// <summary>A numeric argument; false where it is empty.</summary>
    public bool Number(in Scope scope, int index, out decimal number)
    {
        number = 0;
        if (!One(scope, index, out var item)) return false;
        if (item.Value is int or decimal)
        {
            number = Equality.Number(item.Value);
            return true;
        }

        scope.Run.FailType(Offset, $"an argument of {Name}()", "a number", item.TypeName);
        return false;
    }

    /// <summary>An argument of at most one item.</summary>
    public bool One(in Scope scope, int index, out PathItem item)
    {
        var found = scope.Run.Rent();
        Argument(scope, index, found);
        var exists = Single(scope, found, out item);
        scope.Run.Return(found);
        return exists;
    }

    private bool AsText(in Scope scope, in PathItem item, out string text)
    {
        if (item.Value is string value)
        {
            text = value;
            return true;
        }

        text = "";
        // A primitive that carries only extensions has no value: that is empty, not wrong.
        if (item is { IsElement: true, Element.IsPrimitive: true } && !item.Element.HasValue) return false;
        scope.Run.FailType(Offset, $"{Name}()", "a String", item.TypeName);
        return false;
    }
}
