#include "corpus/text/stop_words.hpp"

namespace vilda::corpus {

// The union of two lists, edited for topics; stop_words_english.LICENSE has their licences (BSD 3-clause):
//
// - Snowball's English list, http://snowball.tartarus.org/algorithms/english/stop.txt
// - scikit-learn 1.2's ENGLISH_STOP_WORDS, from the Glasgow Information Retrieval Group
//
// Left out are words that can be what a text is about (bill, fire, interest, system, thin ...) and the
// numerals from three on. Added are the forms of do, get, go, make, say and use, a few adverbs (instead,
// just, near, quite, really), shall, let, lot, way, and contractions.
const std::string_view english_stop_words = R"(
a about above across after afterwards again against all almost alone along already also although always am
among amongst an and another any anyhow anyone anything anyway anywhere are aren't around as at be became
because become becomes been before beforehand behind being below beside besides between beyond both but by
can can't cannot cant co could couldn't couldnt did didn didn't do does doesn doesn't doing don don't done
down during each eg either else elsewhere enough etc even ever every everyone everything everywhere except
few for former formerly from further get gets getting give given go goes going got had hadn't has hasn't
hasnt have haven't having he he'd he'll he's hence her here here's hereafter hereby herein hereupon hers
herself him himself his how how's however i i'd i'll i'm i've ie if in inc indeed instead into is isn't it
it'll it's its itself just last latter latterly least less let let's lot ltd made make makes many may me
meanwhile might mightn't mine more moreover most mostly much must mustn't my myself namely near needn't
neither never nevertheless next no nobody none noone nor not nothing now nowhere of off often on once one
only onto or other others otherwise our ours ourselves out over own per perhaps please put quite rather re
really said same say says see seem seemed seeming seems several shall shan't she she'd she'll she's should
shouldn't since so some somehow someone something sometime sometimes somewhere still such take than that
that'll that's the their theirs them themselves then thence there there'll there's thereafter thereby
therefore therein thereupon these they they'd they'll they're they've this those though through throughout
thru thus to together too toward towards two under until up upon us use used uses using very via was wasn't
way we we'd we'll we're we've well were weren't what what's whatever when when's whence whenever where
where's whereafter whereas whereby wherein whereupon wherever whether which while whither who who'll who's
whoever whole whom whose why why's will with within without won won't would wouldn't yet you you'd you'll
you're you've your yours yourself yourselves)";

}  // namespace vilda::corpus
