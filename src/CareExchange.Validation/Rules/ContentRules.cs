using System.Buffers;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Validation.Rules;

/// <summary>What may stand inside an object: which children, how many of each, and what each has to meet. Immutable.</summary>
public sealed class ContentRules
{
    // Beyond this many children the tally is rented; a document may nest 128 objects on one stack.
    private const int StackTally = 96;

    private readonly ContentScan _scan;
    private readonly int[] _slots;
    private readonly CardinalityRule[] _cardinalities;
    private readonly ElementRules[] _children;
    private readonly bool _isPrimitive;
    private readonly bool _isResource;

    /// <summary>Joins the children of one type.</summary>
    /// <param name="cardinalities">One for each child element, in the definition's order.</param>
    /// <param name="children">One for each JSON name: the tag of its node, its rules, and which cardinality counts it.</param>
    /// <param name="isPrimitive">True for a primitive, whose content is its id and its extensions.</param>
    /// <param name="isResource">True for a resource, which also says its type.</param>
    internal ContentRules(IReadOnlyList<CardinalityRule> cardinalities, IReadOnlyList<ContentChild> children, bool isPrimitive, bool isResource)
    {
        _cardinalities = [.. cardinalities];
        _children = [.. children.Select(child => child.Rules)];
        _slots = [.. children.Select(child => child.Slot)];
        _isPrimitive = isPrimitive;
        _isResource = isResource;
        _scan = new(children, cardinalities, isResource);
    }

    /// <summary>How often each child may occur.</summary>
    public IReadOnlyList<CardinalityRule> Cardinalities => _cardinalities;

    /// <summary>The rules of each child, a choice once for each of its types.</summary>
    public IReadOnlyList<ElementRules> Children => _children;

    /// <summary>The children that one cardinality counts.</summary>
    public IEnumerable<ElementRules> ChildrenOf(CardinalityRule cardinality)
    {
        for (var index = 0; index < Children.Count; index++)
            if (Cardinalities[_slots[index]] == cardinality) yield return Children[index];
    }

    /// <summary>Judges what stands inside; false where nothing more is to be asked: JSON writes something else altogether, or the list of issues is full.</summary>
    /// <param name="element">The element around.</param>
    /// <param name="run">The validation.</param>
    /// <param name="present">One bit for each of the first 64 <see cref="Cardinalities"/> whose child is there.</param>
    internal bool Check(Element element, ValidationRun run, out ulong present)
    {
        present = 0;
        if (_isPrimitive ? !PrimitiveFormatRule.IsScalar(element, run) : !JsonShapeRule.IsObject(element, run)) return false;

        // What a primitive has inside is optional as a whole: nearly all have only their value.
        if (_isPrimitive && element.TwinKind != JsonKind.Object) return true;

        // Nearly every object is written as it should be; what is not is walked again, slowly, by those who know what to say of it.
        return _scan.IsPlain(element, out present) ? CheckValues(element, run) : CheckSlowly(element, run, out present);
    }

    private bool CheckValues(Element element, ValidationRun run)
    {
        run.Push(element);
        foreach (var property in element.Properties())
        {
            var index = _scan.Index(property.Tag);
            if (index < 0) continue;
            var rules = _children[index];
            foreach (var child in property.Values) rules.Check(child, run);
        }

        run.Pop();
        return !run.IsFull;
    }

    private bool CheckSlowly(Element element, ValidationRun run, out ulong present)
    {
        present = 0;
        Tally[]? rented = null;
        var length = _children.Length + _cardinalities.Length;
        var tallies = length <= StackTally ? stackalloc Tally[length] : (rented = ArrayPool<Tally>.Shared.Rent(length)).AsSpan(0, length);
        tallies.Clear();
        CheckProperties(element, tallies, run);

        // Pairing values with twins is quadratic in repeated names, so a document that is full of them is not walked further.
        if (!run.IsFull)
        {
            CheckChildren(element, tallies, run);
            for (var slot = 0; slot < _cardinalities.Length; slot++)
            {
                var found = tallies[_children.Length + slot].Found;
                if (found > 0 && slot < ContentScan.Bits) present |= 1UL << slot;
                _cardinalities[slot].Check(element, found, run);
            }
        }

        if (rented is not null) ArrayPool<Tally>.Shared.Return(rented);
        return !run.IsFull;
    }

    // The writing: names, lists and nulls. Counts are kept per JSON name, because a name may be written only once.
    private void CheckProperties(Element element, Span<Tally> tallies, ValidationRun run)
    {
        var isEmpty = true;
        var saidType = false;
        foreach (var property in element.Properties())
        {
            if (run.IsFull) return;
            isEmpty = false;
            if (property.Node is not { } node || _scan.Index(node.Tag) is not (>= 0 and var index))
            {
                var isType = _isResource && property.NameEquals("resourceType"u8);
                if (!isType) UnknownElementRule.Report(element, this, property, run);
                else if (saidType) DuplicatePropertyRule.Report(element, property, run);
                saidType |= isType;
                continue;
            }

            ref var tally = ref tallies[index];
            var mark = property.IsSibling ? Marks.Twin : Marks.Value;
            if (tally.Marks.HasFlag(mark)) DuplicatePropertyRule.Report(element, property, run);
            tally.Marks |= mark;
            if (JsonShapeRule.IsListAsDefined(element, property, node, run)) tally.Written = Math.Max(tally.Written, property.Count);
        }

        if (isEmpty) JsonShapeRule.ReportEmpty(element, run);
    }

    private void CheckChildren(Element element, Span<Tally> tallies, ValidationRun run)
    {
        run.Push(element);
        foreach (var child in element.Children())
        {
            if (child.Node is not { } node || _scan.Index(node.Tag) is not (>= 0 and var index)) continue;
            tallies[index].Found++;
            tallies[_children.Length + _slots[index]].Found++;
            _children[index].Check(child, run);
        }

        run.Pop();

        // A null keeps the place of a value that stands in the twin list. Where both halves are null there is no child.
        foreach (var property in element.Properties())
        {
            if (property.Node is not { } node || _scan.Index(node.Tag) is not (>= 0 and var index)) continue;
            if (tallies[index].Found < tallies[index].Written) JsonShapeRule.ReportNull(element, property, run);
            tallies[index].Written = 0;
        }
    }

    [Flags]
    private enum Marks : byte
    {
        None = 0,
        Value = 1,
        Twin = 2,
    }

    private struct Tally
    {
        public int Written;
        public int Found;
        public Marks Marks;
    }
}
