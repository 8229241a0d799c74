using System.Text;

namespace CareExchange.Fuzz;

/// <summary>Where each target's search begins, and the words that are put into its inputs.</summary>
internal static class FuzzSeeds
{
    /// <summary>A resource with nearly everything that JSON writes in its own way.</summary>
    public static ReadOnlySpan<byte> Patient => """
        {"resourceType":"Patient","id":"a","meta":{"profile":["http://x"]},"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a<b>c</b></div>"},"contained":[{"resourceType":"Observation","id":"o","status":"final","valueQuantity":{"value":1.50,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}}],"extension":[{"url":"u","valueDecimal":1e2}],"active":true,"name":[{"family":"Kim","given":["a",null,"b"],"_given":[null,{"id":"x"}]},{"text":"t"}],"gender":"male","birthDate":"1948-03-02","_birthDate":{"extension":[{"url":"u","valueTime":"10:00:00"}]},"deceasedDateTime":"2026-01-01T00:00:00+09:00","multipleBirthInteger":2,"managingOrganization":{"reference":"#o"}}
        """u8;

    private const string Xml = """<?xml version="1.0" encoding="UTF-8"?><!-- c --><Patient xmlns="http://hl7.org/fhir"><id value="a"/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">a &amp; <b class="c">d</b><br/></div></text><contained><Basic><id value="b"/></Basic></contained><extension url="u"><valueDecimal value="1.50"/></extension><active value="true"/><name id="n"><given value="x"/><given id="g"><extension url="u"><valueCode value="k"/></extension></given></name><birthDate value="1948"/></Patient>""";

    /// <summary>The inputs to begin with.</summary>
    public static IReadOnlyList<byte[]> Of(string target) => [.. Texts(target).Select(Encoding.UTF8.GetBytes)];

    /// <summary>The words of a target's language.</summary>
    public static IReadOnlyList<byte[]> Words(string target) => [.. Tokens(target).Select(Encoding.UTF8.GetBytes)];

    private static string[] Texts(string target) => target switch
    {
        nameof(FuzzTargets.Json) => [Encoding.UTF8.GetString(Patient), "{}", "[1,-2.5e3,\"\\u00e9\\ud83d\\ude00\",null,true]", """{"resourceType":"Bundle","type":"batch","entry":[{"fullUrl":"urn:x","resource":{"resourceType":"Basic"}},{"resource":{"a":[[]]}}]}"""],
        nameof(FuzzTargets.Xml) => [Xml, "<Basic xmlns='http://hl7.org/fhir'/>", "<f:Patient xmlns:f='http://hl7.org/fhir' xmlns:h='http://www.w3.org/1999/xhtml'><f:text><f:status value='empty'/><h:div><h:p>x</h:p></h:div></f:text></f:Patient>"],
        nameof(FuzzTargets.FhirPath) => Expressions,
        nameof(FuzzTargets.FhirPathOnDocument) => [.. Expressions.Take(8).Select(expression => $"{expression}\0{Encoding.UTF8.GetString(Patient)}"), "descendants().where($this is Quantity).value\0{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1}}"],
        nameof(FuzzTargets.JsonPatching) => ["{\"a\":[1,{\"b\":2}]}\0[{\"op\":\"add\",\"path\":\"/a/-\",\"value\":{}},{\"op\":\"move\",\"from\":\"/a/0\",\"path\":\"/c\"},{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/d\"},{\"op\":\"test\",\"path\":\"/c\",\"value\":1.0},{\"op\":\"replace\",\"path\":\"/a/0/b\",\"value\":null},{\"op\":\"remove\",\"path\":\"/d\"}]"],
        nameof(FuzzTargets.FhirPathPatching) => [.. Operations.Select(operation => $$"""{"resourceType":"Parameters","parameter":[{{operation}}]}"""), $$"""{"resourceType":"Parameters","parameter":[{{string.Join(',', Operations)}}]}"""],
        _ => ["<d x='1'><a>t</a> <b/><!--c--></d>\0<diff xmlns:p='urn:p'><add sel='d/a' pos='before'><n/></add><replace sel=\"d[@x='1']/b[1]\"><b y='2'/></replace><add sel='d' type='@p:z'>1</add><remove sel='d/comment()[1]'/></diff>", "<d><a>t</a></d>\0<diff><replace sel='d/a/text()'>u</replace><remove sel='d/*[last()]' ws='both'/></diff>"],
    };

    private static string[] Tokens(string target) => target switch
    {
        nameof(FuzzTargets.Json) => ["{", "}", "[", "]", ",", ":", "\"\"", "null", "\"resourceType\":\"Patient\"", "\"_given\":[null,{}]", "\"contained\":[{\"resourceType\":\"", "\\u0000", "\\ud800", "1e999", "-0", "\"id\":", "\"div\":\"<div>&nbsp;", "\"url\":", "\"value\":"],
        nameof(FuzzTargets.Xml) => ["<", "/>", "</", ">", " value=\"\"", " xmlns=\"\"", " id=\"x\"", "<![CDATA[", "]]>", "<!--", "-->", "<?x ?>", "<!DOCTYPE a>", "&#xD;", "&#0;", "&nbsp;", "<div xmlns=\"http://www.w3.org/1999/xhtml\">", "<contained>", "<item>", "xmlns:x=\"urn:x\"", "<x:", "\r", "\uFEFF"],
        nameof(FuzzTargets.JsonPatching) => ["\"op\":\"copy\"", "\"op\":\"move\"", "\"from\":\"/a\"", "\"path\":\"/a/-\"", "/~0", "/~1", "/0", "\"value\":", "{}", "[]", "null", "1e999999999999", "0.000"],
        nameof(FuzzTargets.FhirPathPatching) => ["\"valueCode\":\"move\"", "\"valueCode\":\"insert\"", "\"valueCode\":\"delete\"", "Patient.name", ".given", "[0]", "\"valueInteger\":1", "\"valueString\":\"", "\"part\":[", "\"resource\":{", "null", "{}", "Patient.birthDate", ".extension", "Patient.contained", "_given"],
        nameof(FuzzTargets.XmlPatching) => ["sel='", "pos='after'", "ws='both'", "type='@", "namespace::", "text()", "comment()", "[1]", "[last()]", "*", "/", "processing-instruction('x')", "<!--x-->", "<?x y?>", "xmlns:p='urn:p'", "p:", "xmlns='urn:q'"],
        _ => ["(", ")", "[", "]", ".", "$this", "$index", "%resource", "'", "`", "@2026", "@T12", "where(", "select(", "repeat(", "aggregate(", "iif(", "descendants()", "matches('(a+)+$')", "replaceMatches(", " and ", " | ", " is ", " as ", " div ", "9999999999", "0.1", "'mg'", "{}", "//", "/*", "defineVariable('x',", "%x", "sort(", "resolve()", "toQuantity('", "lowBoundary(", "precision()"],
    };

    private static readonly string[] Expressions =
    [
        "name.given.where($this.length() > 1).first()", "birthDate + 3 days < today()", "contained.value.value * 2.5 'mg'", "name.select(given.join(' ') & family)",
        "descendants().ofType(HumanName).repeat(text)", "extension('u').value.toString().matches('^[0-9]+$')", "iif(active, 'a', 1 | 2).combine({}).distinct().count()",
        "managingOrganization.resolve().id = 'o' implies true", "name.aggregate($total + given.count(), 0)", "defineVariable('n', name).select(%n.count())",
        "'a,b'.split(',').sort($this desc)", "deceased.is(dateTime) xor deceased.lowBoundary().exists()", "@2026-01-01T10:00 ~ @2026-01-01 or 4 'g' = 4000 'mg'", "'x'.encode('base64').indexOf('e').power(2.5).sqrt()",
    ];

    private static readonly string[] Operations =
    [
        """{"name":"operation","part":[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient.name[0]"},{"name":"name","valueString":"given"},{"name":"value","valueString":"c"}]}""",
        """{"name":"operation","part":[{"name":"type","valueCode":"insert"},{"name":"path","valueString":"Patient.name[0].given"},{"name":"index","valueInteger":1},{"name":"value","valueString":"c"}]}""",
        """{"name":"operation","part":[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.birthDate.extension"}]}""",
        """{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.deceased"},{"name":"value","valueBoolean":true}]}""",
        """{"name":"operation","part":[{"name":"type","valueCode":"move"},{"name":"path","valueString":"Patient.name"},{"name":"source","valueInteger":0},{"name":"destination","valueInteger":1}]}""",
        """{"name":"operation","part":[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"contact"},{"name":"value","part":[{"name":"gender","valueCode":"male"},{"name":"telecom","valueContactPoint":{"value":"1"}}]}]}""",
    ];
}
