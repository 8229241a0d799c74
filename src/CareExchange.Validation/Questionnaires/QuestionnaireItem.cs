using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Questionnaires;

/// <summary>One item of a questionnaire, with the item around it.</summary>
internal sealed class QuestionnaireItem
{
    private readonly List<QuestionnaireItem> _items = [];

    /// <summary>Reads an item and those inside.</summary>
    public QuestionnaireItem(Element element, QuestionnaireItem? parent)
    {
        Element = element;
        Parent = parent;
        LinkId = element["linkId"].Text ?? "";
        Type = element["type"].Text ?? "";
        foreach (var child in element.Children("item")) _items.Add(new(child, this));
        Options = element.Children("answerOption").ToArray();
    }

    /// <summary>Where it stands.</summary>
    public Element Element { get; }

    /// <summary>The item around; null at the top.</summary>
    public QuestionnaireItem? Parent { get; }

    /// <summary>Its id in the questionnaire; empty where it says none.</summary>
    public string LinkId { get; }

    /// <summary>A code of http://hl7.org/fhir/item-type; empty where it says none.</summary>
    public string Type { get; }

    /// <summary>The items one step below.</summary>
    public IReadOnlyList<QuestionnaireItem> Items => _items;

    /// <summary>The permitted answers that are listed one by one.</summary>
    public IReadOnlyList<Element> Options { get; }

    /// <summary>True for an item that holds items and no answers; <c>question</c> is the abstract type that no item should have.</summary>
    public bool IsGroup => Type is "group" or "question";

    /// <summary>True where an answer (of a group: content) has to be given.</summary>
    public bool IsRequired => Element["required"].Text == "true";

    /// <summary>True where it may be answered more than once.</summary>
    public bool Repeats => Element["repeats"].Text == "true";

    /// <summary>True where a text of one's own may stand in for an option.</summary>
    public bool IsOpenChoice => Type == "open-choice";

    /// <summary>True for this item and for all around it.</summary>
    public bool IsAround(QuestionnaireItem item)
    {
        for (var at = item; at is not null; at = at.Parent)
            if (at == this) return true;
        return false;
    }
}
