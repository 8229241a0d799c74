using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Questionnaires;

/// <summary>A questionnaire as its answers are held against it: items by linkId.</summary>
internal sealed class QuestionnaireForm
{
    private readonly Dictionary<string, QuestionnaireItem> _byLinkId = new(StringComparer.Ordinal);

    /// <summary>Reads the items.</summary>
    public QuestionnaireForm(Element questionnaire)
    {
        Questionnaire = questionnaire;
        var items = new List<QuestionnaireItem>();
        foreach (var item in questionnaire.Children("item")) items.Add(new(item, null));
        Items = items;
        foreach (var item in items) Add(item);
    }

    /// <summary>The Questionnaire.</summary>
    public Element Questionnaire { get; }

    /// <summary>The items at the top.</summary>
    public IReadOnlyList<QuestionnaireItem> Items { get; }

    /// <summary>The item with this linkId anywhere, the first where several have it; null where there is none.</summary>
    public QuestionnaireItem? Find(string linkId) => _byLinkId.GetValueOrDefault(linkId);

    /// <summary>The innermost item around both, which may be one of them; null where only the questionnaire is.</summary>
    public static QuestionnaireItem? CommonGroup(QuestionnaireItem first, QuestionnaireItem second)
    {
        for (var at = first; at is not null; at = at.Parent)
            if (at.IsAround(second)) return at;
        return null;
    }

    private void Add(QuestionnaireItem item)
    {
        _byLinkId.TryAdd(item.LinkId, item);
        foreach (var child in item.Items) Add(child);
    }
}
