using System.CommandLine;
using Digits;

var epochs = new Option<int>("--epochs") { Description = "Passes over the training digits.", DefaultValueFactory = _ => 80 };
var rate = new Option<float>("--rate") { Description = "Learning rate of the first pass; it falls to 0.", DefaultValueFactory = _ => 0.006f };
var seed = new Option<int>("--seed") { Description = "Of the first weights and of the order of the digits.", DefaultValueFactory = _ => 1 };
var root = new RootCommand("Teaches a generated network to read handwritten digits.") { epochs, rate, seed };
// On a thread of its own, so that Ctrl+C finds this one waiting.
root.SetAction((options, cancel) => Task.Run(() =>
    Learn(options.GetValue(epochs), options.GetValue(rate), options.GetValue(seed), cancel)));
return await root.Parse(args).InvokeAsync();

static int Learn(int epochs, float rate, int seed, CancellationToken cancel)
{
    var digits = DigitSet.Load();
    var net = new DigitReader(seed);
    Report.Task(digits);
    try
    {
        Report.Training(new Course(net, digits, seed).Run(epochs, rate, cancel), epochs);
    }
    catch (OperationCanceledException)
    {
        return Report.Cancelled();
    }

    Examination result = Examination.Of(net, digits.Test);
    Report.AccuracyByStep(result);
    Report.Confusion(result);
    Report.OneDigit(net, digits.Test[0]);
    Report.WhereToLook();
    return 0;
}
