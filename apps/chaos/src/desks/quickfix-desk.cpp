// A desk like that of main.ts on QuickFIX, an implementation of FIX by others:
//
//   g++ -std=c++14 -O1 -w quickfix-desk.cpp -lquickfix -lpthread -o quickfix-desk
//   quickfix-desk PORT SESSION ORDERS FOLDER
#include <quickfix/Application.h>
#include <quickfix/FileLog.h>
#include <quickfix/FileStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketInitiator.h>
#include <fcntl.h>
#include <unistd.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <set>
#include <sstream>

static std::string field(const FIX::FieldMap &map, int tag) {
  return map.isSetField(tag) ? map.getField(tag) : "-";
}

static bool isResting(int index) { return index % 4 == 1; }

class Desk : public FIX::Application {
 public:
  Desk(const std::string &session, const std::string &folder) {
    // What was sent before is in the store.
    std::ifstream store(folder + "/FIX.4.4-" + session + "-OME.body", std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(store)), std::istreambuf_iterator<char>());
    for (size_t at = 0; (at = text.find("\00111=", at)) != std::string::npos;) {
      at += 4;
      asked.insert(text.substr(at, text.find('\001', at) - at));
    }
    reports = open((folder + "/reports.txt").c_str(), O_CREAT | O_APPEND | O_WRONLY, 0644);
  }

  void ask(char request, int index) {
    std::lock_guard<std::recursive_mutex> guard(lock);
    std::string clOrdId = request + std::to_string(index);
    if (!asked.insert(clOrdId).second) return;
    FIX::Message message;
    const char *type = request == 'Q' ? "D" : request == 'C' ? "G" : "F";
    message.getHeader().setField(FIX::BeginString("FIX.4.4"));
    message.getHeader().setField(FIX::MsgType(type));
    if (request == 'C') message.setField(41, "Q" + std::to_string(index));
    if (request == 'X') message.setField(41, "C" + std::to_string(index));
    message.setField(11, clOrdId);
    message.setField(55, isResting(index) ? "ITC" : "ACC");
    message.setField(207, "NSE");
    message.setField(54, "1");
    message.setField(FIX::TransactTime(3));
    message.setField(38, request == 'Q' ? "10" : "12");
    if (request != 'X') {
      message.setField(21, "1");
      message.setField(40, "2");
      message.setField(44, isResting(index) ? "400" : "1850");
    }
    FIX::Session::sendToTarget(message, id);
  }

  bool isLoggedOn() const { return loggedOn; }

  void onCreate(const FIX::SessionID &session) { id = session; }
  void onLogon(const FIX::SessionID &) { loggedOn = true; }
  void onLogout(const FIX::SessionID &) { loggedOn = false; }
  void toAdmin(FIX::Message &, const FIX::SessionID &) {}
  void toApp(FIX::Message &, const FIX::SessionID &) throw(FIX::DoNotSend) {}
  void fromAdmin(const FIX::Message &message, const FIX::SessionID &) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) {
    // A Reject of the session: what we sent was malformed, or what it thinks so of.
    if (field(message.getHeader(), 35) == "3") note(message);
  }
  void fromApp(const FIX::Message &message, const FIX::SessionID &) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue,
      FIX::UnsupportedMessageType) {
    note(message);
    std::string clOrdId = field(message, 11), execType = field(message, 150);
    int index = atoi(clOrdId.c_str() + 1);
    if (!isResting(index)) return;
    if (clOrdId[0] == 'Q' && execType == "0") ask('C', index);
    if (clOrdId[0] == 'C' && execType == "5") ask('X', index);
  }

 private:
  void note(const FIX::Message &message) {
    std::ostringstream line;
    line << field(message.getHeader(), 34) << ' ' << field(message.getHeader(), 35) << ' '
         << field(message, 17) << ' ' << field(message, 11) << ' ' << field(message, 150) << ' '
         << field(message, 39) << '\n';
    std::string text = line.str();
    if (write(reports, text.data(), text.size()) < 0) _exit(3);
  }

  FIX::SessionID id;
  volatile bool loggedOn = false;
  int reports;
  std::recursive_mutex lock;
  std::set<std::string> asked;
};

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  std::string port = argv[1], session = argv[2], folder = argv[4];
  int orders = atoi(argv[3]);
  std::istringstream configuration(
      "[DEFAULT]\nConnectionType=initiator\nReconnectInterval=1\nHeartBtInt=30\n"
      "StartTime=00:00:00\nEndTime=00:00:00\nUseDataDictionary=N\nSocketConnectHost=127.0.0.1\n"
      "SocketConnectPort=" + port + "\nFileStorePath=" + folder + "\nFileLogPath=" + folder +
      "/log\n[SESSION]\nBeginString=FIX.4.4\nSenderCompID=" + session + "\nTargetCompID=OME\n");
  try {
    FIX::SessionSettings settings(configuration);
    Desk desk(session, folder);
    FIX::FileStoreFactory store(settings);
    FIX::FileLogFactory log(settings);
    FIX::SocketInitiator initiator(desk, store, settings, log);
    initiator.start();
    while (!desk.isLoggedOn()) usleep(10000);
    for (int index = 0; index < orders; index++) {
      desk.ask('Q', index);
      if (index % 5 == 0) usleep(10000);
    }
    for (;;) pause();
  } catch (std::exception &error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
