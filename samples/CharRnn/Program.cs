using System.CommandLine;
using CharRnn;

var text = new Argument<FileInfo>("text") { Description = "A text file; the sources of RnnGen if none is given.", Arity = ArgumentArity.ZeroOrOne }.AcceptExistingOnly();
var epochs = new Option<int>("--epochs") { Description = "Passes over the text.", DefaultValueFactory = _ => 20 };
var rate = new Option<float>("--rate") { Description = "Learning rate at the start; it falls to 0.", DefaultValueFactory = _ => 0.004f };
var seed = new Option<int>("--seed") { Description = "Of the first weights, the order of the windows and the text written.", DefaultValueFactory = _ => 1 };
var length = new Option<int>("--length") { Description = "Characters to write at the end.", DefaultValueFactory = _ => 800 };
var temperature = new Option<float>("--temperature") { Description = "Above 0; the lower, the more cautious the text.", DefaultValueFactory = _ => 0.6f };
temperature.Validators.Add(given =>
{
    if (!(given.GetValueOrDefault<float>() > 0)) given.AddError("--temperature must be above 0.");
});
var root = new RootCommand("Teaches a generated network to write like a text, character by character.") { text, epochs, rate, seed, length, temperature };
// On a thread of its own, so that Ctrl+C finds this one waiting.
root.SetAction((options, cancel) => Task.Run(() =>
{
    var corpus = Corpus.Load(options.GetValue(text));
    if (corpus.TooShort) return Report.TooShort(corpus);

    var net = new CharModel(options.GetValue(seed));
    var course = new Course(net, corpus, options.GetValue(seed));
    Report.Task(corpus);
    try
    {
        Report.Training(course.Run(options.GetValue(epochs), options.GetValue(rate), cancel), options.GetValue(epochs));
    }
    catch (OperationCanceledException)
    {
        return Report.Cancelled();
    }

    var writer = new Writer(net, options.GetValue(seed));
    Report.Text(writer.Write("\n", options.GetValue(length), options.GetValue(temperature)));
    return 0;
}));
return await root.Parse(args).InvokeAsync();
