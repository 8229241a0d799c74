namespace CareExchange.Fhir.Definitions;

/// <summary>The ids that elements have by their place (R4 elementdefinition.html#id), for definitions that leave them out.</summary>
public static class ElementIds
{
    /// <summary>One id for each element: content belongs to the slice that was named last above it.</summary>
    public static string[] ByPlace(IReadOnlyList<ElementDefinition> elements)
    {
        var ids = new string[elements.Count];
        var open = new List<(string Name, string Step)>();
        for (var i = 0; i < ids.Length; i++)
        {
            var steps = elements[i].Path.Split('.');
            for (var depth = 0; depth < steps.Length; depth++)
            {
                var isLast = depth == steps.Length - 1;
                if (!isLast && depth < open.Count && open[depth].Name == steps[depth]) continue;
                open.RemoveRange(depth, open.Count - depth);
                open.Add((steps[depth], isLast && elements[i].SliceName is { } slice ? $"{steps[depth]}:{slice}" : steps[depth]));
            }

            open.RemoveRange(steps.Length, open.Count - steps.Length);
            ids[i] = string.Join('.', open.Select(step => step.Step));
        }

        return ids;
    }
}
